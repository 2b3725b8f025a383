import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'
import { formOf, upload as uploadOwn } from '../../test/files.ts'
import { newVisitor, newWebchat } from '../../test/webchat.ts'
import type { Visitor } from '../../test/webchat.ts'
import { newId } from '../platform/id.ts'
import { removeSomeUnusedUploads } from '../files/removal.ts'
import { embedCode } from './embed-code.ts'

const { app, db } = await startApp()
const megabyte = 1024 * 1024

function upload(visitor: Visitor) {
  return visitor.call('POST', '/api/webchat/files', formOf('file', [['a.txt', Buffer.from('A note')]], {}))
}

/** As if they had been uploaded. */
async function keepUnsent(organizationId: string, uploadedById: string, count: number, size: number, hoursAgo = 0) {
  const createdAt = new Date(Date.now() - hoursAgo * 3_600_000)
  const file = {
    organizationId,
    uploadedById,
    size,
    name: 'a.txt',
    contentType: 'text/plain',
    createdAt,
    storedAt: createdAt,
  }
  const files = Array.from({ length: count }, () => ({ id: newId(createdAt), ...file }))
  await db.insertInto('files').values(files).execute()
}

test('a visitor uploads no more before some of it is sent, and others go on', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const webchat = await newWebchat(ada)
  const [many, large, other] = [
    await newVisitor(app, webchat),
    await newVisitor(app, webchat),
    await newVisitor(app, webchat),
  ]
  await keepUnsent(organizationId, many.id, 19, 10)
  const last = await upload(many)
  assert.equal(last.statusCode, 201, last.body)
  await keepUnsent(organizationId, large.id, 5, 20 * megabyte)
  for (const visitor of [many, large]) {
    const refused = await upload(visitor)
    assert.deepEqual([refused.statusCode, refused.json().error.code], [429, 'too_many_unsent_files'])
    assert.ok(refused.headers['retry-after'])
  }
  assert.equal((await upload(other)).statusCode, 201)
  assert.equal((await many.say('Here', { files: [last.json().key] })).statusCode, 201)
  assert.equal((await upload(many)).statusCode, 201)
})

test('however many visitors upload, the people of the organization can, and after a day it is removed', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const webchat = await newWebchat(ada)
  const visitor = await newVisitor(app, webchat)
  await keepUnsent(organizationId, newId(), 60, 20 * megabyte, 25)
  assert.equal((await upload(visitor)).json().error.code, 'too_many_unsent_files')
  await uploadOwn(ada, Buffer.from('A note'))
  await removeSomeUnusedUploads(db, organizationId)
  assert.equal((await upload(visitor)).statusCode, 201)
})

test('who reads the history again and again is asked to wait', async () => {
  const webchat = await newWebchat(await newOrganization(app))
  const [hasty, other] = [await newVisitor(app, webchat), await newVisitor(app, webchat)]
  const statuses = new Set<number>()
  // Two minutes' worth at most, where one ends meanwhile.
  for (let count = 0; count < 250 && !statuses.has(429); count++) {
    statuses.add((await hasty.call('GET', '/api/webchat/messages')).statusCode)
  }
  assert.deepEqual([...statuses], [200, 429])
  const refused = await hasty.call('GET', '/api/webchat/messages')
  assert.ok([200, 429].includes(refused.statusCode))
  assert.equal((await other.call('GET', '/api/webchat/messages')).statusCode, 200)
})

test('the snippet lets a page call early, and is the one that the documentation shows', async () => {
  const ada = await newOrganization(app)
  await newWebchat(ada)
  const { webchats } = (await ada.call('GET', '/api/webchats')).json()
  const { embedCode: shown, key } = webchats[0]
  assert.equal(shown, embedCode('http://tether.test', key))
  assert.match(
    shown,
    /^<script>window\.tether = .*tether\.q.*<\/script>\n<script async src="http:\/\/tether\.test\/widget\.js"/,
  )
  const documentation = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8')
  assert.ok(documentation.includes(embedCode('https://crm.example.com', 'wck_…')))
})
