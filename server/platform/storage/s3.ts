import { Readable } from 'node:stream'

import type { S3Config } from '../config.ts'
import type { Range, Storage } from '../storage.ts'

/** A bucket of any store that speaks S3. */
export function s3Storage(config: S3Config): Storage {
  const { bucket: Bucket } = config
  const open = opener(config)

  async function get(key: string, range?: Range): Promise<Readable> {
    const { client, sdk } = await open()
    const Range = range && `bytes=${range.start}-${range.end}`
    const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket, Key: key, ...(Range ? { Range } : {}) }))
    return Body as Readable
  }

  return {
    bucket: Bucket,
    async write(key, bytes) {
      const { client, sdk } = await open()
      await client.send(new sdk.PutObjectCommand({ Bucket, Key: key, Body: bytes }))
    },
    async writeStream(key, source) {
      const { client } = await open()
      const { Upload } = await import('@aws-sdk/lib-storage')
      let size = 0
      async function* counted() {
        for await (const chunk of source as AsyncIterable<Buffer>) {
          size += chunk.length
          yield chunk
        }
      }
      // The length is not known before the end; so it goes in parts, of which few are in memory.
      const Body = Readable.from(counted(), { objectMode: false })
      await new Upload({ client, params: { Bucket, Key: key, Body }, queueSize: 2 }).done()
      return size
    },
    read: async (key) => Buffer.concat(await (await get(key)).toArray()),
    readStream: (key, range) => Readable.from(chunksOf(get(key, range)), { objectMode: false }),
    async remove(key) {
      const { client, sdk } = await open()
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: key }))
    },
  }
}

async function* chunksOf(stream: Promise<Readable>): AsyncGenerator<Buffer> {
  yield* (await stream) as AsyncIterable<Buffer>
}

/** Read at the first use: it takes longer than the rest of a start. */
function opener(config: S3Config) {
  let opened: ReturnType<typeof openClient> | undefined
  return () => (opened ??= openClient(config))
}

async function openClient({ endpoint, region, credentials, forcePathStyle }: S3Config) {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    region,
    forcePathStyle,
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials } : {}),
    // Not every store that speaks S3 knows the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  return { client, sdk }
}
