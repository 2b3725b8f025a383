import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { TestContext } from 'node:test'

import { readConfig } from './config.ts'
import { fileStorage, openStorage } from './storage.ts'

const key = '665f1c2ab8e4d3a1f0c9b701/665f1c2ab8e4d3a1f0c9b702'

test('what was written is read, replaced, and removed', async (t) => {
  const storage = fileStorage(newFolder(t))
  await storage.write(key, Buffer.from([0, 255, 10]))
  assert.deepEqual(await storage.read(key), Buffer.from([0, 255, 10]))
  await storage.write(key, Buffer.from('second'))
  assert.equal((await storage.read(key)).toString(), 'second')
  await storage.remove(key)
  await assert.rejects(storage.read(key), { code: 'ENOENT' })
  await storage.remove(key)
})

test('what was written as a stream is read as one, and what broke off leaves nothing', async (t) => {
  const folder = newFolder(t)
  const storage = fileStorage(folder)
  assert.equal(await storage.writeStream(key, Readable.from([Buffer.from('one'), Buffer.from('two')])), 6)
  assert.equal((await buffer(storage.readStream(key))).toString(), 'onetwo')
  const broken = Readable.from(breakOff())
  await assert.rejects(storage.writeStream(key, broken), /hung up/)
  assert.equal((await storage.read(key)).toString(), 'onetwo')
  assert.deepEqual(readdirSync(path.join(folder, 'files', path.dirname(key))), [path.basename(key)])
  await storage.remove(key)
  await assert.rejects(buffer(storage.readStream(key)), { code: 'ENOENT' })
})

test('of many writers at once one is kept whole, and nothing unfinished is left', async (t) => {
  const folder = newFolder(t)
  const storage = fileStorage(folder)
  const contents = Array.from({ length: 20 }, (_, index) => Buffer.alloc(100_000, index))
  await Promise.all(contents.map((bytes) => storage.write(key, bytes)))
  const kept = await storage.read(key)
  assert.ok(contents.some((bytes) => bytes.equals(kept)))
  assert.deepEqual(readdirSync(path.join(folder, 'files', path.dirname(key))), [path.basename(key)])
})

test('a stream is kept whole and answers its size, and of one that fails nothing is left', async (t) => {
  const folder = newFolder(t)
  const storage = fileStorage(folder)
  assert.equal(await storage.writeStream(key, Readable.from([Buffer.from('first '), Buffer.from('second')])), 12)
  assert.equal((await buffer(storage.readStream(key))).toString(), 'first second')
  assert.equal((await buffer(storage.readStream(key, { start: 6, end: 8 }))).toString(), 'sec')
  async function* failing() {
    yield Buffer.from('third')
    throw new Error('broken off')
  }
  await assert.rejects(storage.writeStream(key, Readable.from(failing())), /broken off/)
  assert.equal((await storage.read(key)).toString(), 'first second')
  assert.deepEqual(readdirSync(path.join(folder, 'files', path.dirname(key))), [path.basename(key)])
})

test('files go to a bucket where one is configured, and under the data directory where none is', (t) => {
  const dataDir = newFolder(t)
  assert.equal(openStorage(readConfig({ DATA_DIR: dataDir })).bucket, 'files')
  assert.equal(openStorage(readConfig({ DATA_DIR: dataDir, S3_BUCKET: 'ours' })).bucket, 'ours')
})

test('no key leads out of the folder', async (t) => {
  const folder = newFolder(t)
  const storage = fileStorage(folder)
  const outside = path.join(folder, 'jwt-secret')
  writeFileSync(outside, 'secret')
  for (const wrong of ['../jwt-secret', 'a/../../jwt-secret', outside, '..', '.', '', 'a/\0b', 'a//b', 'a\\..\\b']) {
    await assert.rejects(storage.read(wrong), /not a key/, wrong)
    await assert.rejects(storage.write(wrong, Buffer.from('x')), /not a key/, wrong)
    assert.throws(() => storage.readStream(wrong), /not a key/, wrong)
    await assert.rejects(storage.remove(wrong), /not a key/, wrong)
  }
  assert.ok(existsSync(outside))
})

function* breakOff() {
  yield Buffer.from('half')
  throw new Error('They hung up.')
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tether-storage-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}
