import { createHash } from 'node:crypto'

import { storageKey } from '../../files/files.ts'
import type { FileKey } from '../../files/files.ts'
import type { Storage } from '../../platform/storage.ts'
import { chunkBytes } from '../format.ts'
import type { Line } from '../format.ts'

/** A file in pieces, and its sum at the end. One that is not in the storage any more says so: it must not hold up the rest. */
export async function* fileLines(storage: Storage, file: FileKey): AsyncGenerator<Line> {
  const sum = createHash('sha256')
  let size = 0
  try {
    for await (const bytes of inChunks(storage.readStream(storageKey(file)))) {
      sum.update(bytes)
      size += bytes.length
      yield { file: file.id, data: bytes.toString('base64') }
    }
  } catch (error) {
    if (size > 0 || !isMissing(error)) throw error
    yield { file: file.id, isMissing: true }
    return
  }
  yield { file: file.id, size, sha256: sum.digest('hex') }
}

async function* inChunks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const bytes of source) {
    waiting.push(bytes)
    length += bytes.length
    if (length < chunkBytes) continue
    const all = Buffer.concat(waiting)
    let start = 0
    for (; all.length - start >= chunkBytes; start += chunkBytes) yield all.subarray(start, start + chunkBytes)
    ;[waiting, length] = [[all.subarray(start)], all.length - start]
  }
  if (length > 0) yield Buffer.concat(waiting)
}

/** In a folder, and in a bucket. */
function isMissing(error: unknown): boolean {
  const { code, name } = error as { code?: string; name?: string }
  return code === 'ENOENT' || name === 'NoSuchKey' || name === 'NotFound'
}
