import assert from 'node:assert/strict'
import { test } from 'node:test'

import sharp from 'sharp'

import { startApp } from '../../test/app.ts'
import { eventsOf, newOrganization, until } from '../../test/factories.ts'
import { picture, upload } from '../../test/files.ts'
import { findFile, thumbnailKey } from './files.ts'
import { makeThumbnail } from './thumbnails.ts'

const { app, db, storage } = await startApp({ worker: true })
const ada = await newOrganization(app)
const { organizationId } = ada.user

test('a picture gets a small version, whose longer edge is 480', async () => {
  const { key } = await upload(ada, await picture(1920, 960), 'wide.png')
  const file = await until(async () => {
    const found = await findFile(db, { organizationId, id: key })
    return found?.thumbnailAt ? found : undefined
  }, 'the thumbnail')
  const { width, height, format } = await sharp(await storage.read(thumbnailKey(file))).metadata()
  assert.deepEqual([width, height, format], [480, 240, 'webp'])
  await makeThumbnail(db, storage, { organizationId, id: key })
  const events = await eventsOf(ada, 'file.thumbnailed')
  assert.equal(events.filter(({ subjectId }) => subjectId === key).length, 1)
})

test('a picture that is broken has no small version, and that is no error', async () => {
  const whole = await picture(64, 64)
  const { key, type } = await upload(ada, whole.subarray(0, 60), 'broken.png')
  assert.equal(type, 'image/png')
  await makeThumbnail(db, storage, { organizationId, id: key })
  assert.equal((await findFile(db, { organizationId, id: key }))?.thumbnailAt, null)
})

test('a small file that unfolds to far too many pixels is not unfolded', async () => {
  const bomb = await sharp({ create: { width: 10_000, height: 6_000, channels: 3, background: 'white' } })
    .png({ compressionLevel: 9 })
    .toBuffer()
  const { key } = await upload(ada, bomb, 'bomb.png')
  await makeThumbnail(db, storage, { organizationId, id: key })
  assert.equal((await findFile(db, { organizationId, id: key }))?.thumbnailAt, null)
})

test('pictures of every kind that gets a small version get one', async () => {
  const { data, info } = await sharp(await picture(32, 32))
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const raw = () => sharp(data, { raw: { width, height, channels } })
  const all = [raw().jpeg(), raw().gif(), raw().webp(), raw().avif()]
  for (const bytes of await Promise.all(all.map((each) => each.toBuffer()))) {
    const { key, type } = await upload(ada, bytes)
    await makeThumbnail(db, storage, { organizationId, id: key })
    assert.ok((await findFile(db, { organizationId, id: key }))?.thumbnailAt, type)
  }
})
