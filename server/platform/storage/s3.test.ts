import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

import { FakeS3 } from '../../../test/fake-s3.ts'
import { s3Storage } from './s3.ts'

const fake = new FakeS3()
await fake.listen()
after(() => fake.close())

const config = {
  endpoint: fake.url,
  bucket: 'tether-files',
  region: 'eu-test-1',
  credentials: { accessKeyId: fake.accessKeyId, secretAccessKey: 'secret' },
  forcePathStyle: true,
}
const storage = s3Storage(config)
const key = '665f1c2ab8e4d3a1f0c9b701/665f1c2ab8e4d3a1f0c9b702'

test('what was written is read, replaced, and removed, in the bucket and with a signature', async () => {
  await storage.write(key, Buffer.from([0, 255, 10]))
  assert.deepEqual(fake.objects.get(`/tether-files/${key}`), Buffer.from([0, 255, 10]))
  assert.deepEqual(await storage.read(key), Buffer.from([0, 255, 10]))
  await storage.write(key, Buffer.from('second'))
  assert.equal((await storage.read(key)).toString(), 'second')
  await storage.remove(key)
  await assert.rejects(storage.read(key), { name: 'NoSuchKey' })
  await storage.remove(key)
})

test('a stream of unknown length is kept whole, in parts where it is long', async () => {
  const chunks = Array.from({ length: 12 }, (_, index) => Buffer.alloc(1024 * 1024, index))
  assert.equal(await storage.writeStream(key, Readable.from(chunks, { objectMode: false })), 12 * 1024 * 1024)
  assert.deepEqual(fake.objects.get(`/tether-files/${key}`), Buffer.concat(chunks))
  assert.equal(fake.uploads.size, 0)
  assert.equal(await storage.writeStream(key, Readable.from([Buffer.from('short')])), 5)
  assert.equal((await buffer(storage.readStream(key))).toString(), 'short')
})

test('a range is asked of the store', async () => {
  await storage.write(key, Buffer.from('0123456789'))
  assert.equal((await buffer(storage.readStream(key, { start: 2, end: 4 }))).toString(), '234')
})

test('of a stream that fails nothing is kept, and no parts are left', async () => {
  await storage.remove(key)
  async function* failing() {
    yield Buffer.alloc(6 * 1024 * 1024)
    throw new Error('broken off')
  }
  await assert.rejects(storage.writeStream(key, Readable.from(failing())), /broken off/)
  assert.equal(fake.objects.has(`/tether-files/${key}`), false)
  assert.equal(fake.uploads.size, 0)
})

test('what is not there fails before the first byte', async () => {
  await assert.rejects(buffer(storage.readStream(key)), { name: 'NoSuchKey' })
})

test('a store that refuses the credentials is an error', async () => {
  const stranger = s3Storage({ ...config, credentials: { accessKeyId: 'AKIDSTRANGER', secretAccessKey: 'x' } })
  await assert.rejects(stranger.write(key, Buffer.from('x')), { name: 'SignatureDoesNotMatch' })
})
