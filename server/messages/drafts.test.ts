import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization } from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import { pruneDrafts } from './drafts.ts'

const { app, db } = await startApp()

const pathOf = (id: string) => `/api/conversation/${id}/draft`

test('a draft is kept for who wrote it, and for nobody else', async () => {
  const { ada, conversationId } = await newThread(app)
  const bob = await newColleague(app, ada, 'ADMIN')
  assert.deepEqual((await ada.call('GET', pathOf(conversationId))).json(), { draft: null })
  const kept = await ada.call('PUT', pathOf(conversationId), { content: 'Good mor', isNote: true })
  assert.equal(kept.statusCode, 200, kept.body)
  const { draft } = (await ada.call('GET', pathOf(conversationId))).json()
  assert.deepEqual([draft.content, draft.isNote], ['Good mor', true])
  assert.deepEqual((await bob.call('GET', pathOf(conversationId))).json(), { draft: null })
})

test('the newest words replace the draft, and none at all are none', async () => {
  const { ada, conversationId } = await newThread(app)
  await ada.call('PUT', pathOf(conversationId), { content: 'Good mor' })
  await ada.call('PUT', pathOf(conversationId), { content: 'Good morning' })
  assert.equal((await ada.call('GET', pathOf(conversationId))).json().draft.content, 'Good morning')
  assert.deepEqual((await ada.call('PUT', pathOf(conversationId), { content: '  ' })).json(), { draft: null })
  assert.deepEqual((await ada.call('GET', pathOf(conversationId))).json(), { draft: null })
})

test('discarding a draft twice is discarding it once', async () => {
  const { ada, conversationId } = await newThread(app)
  await ada.call('PUT', pathOf(conversationId), { content: 'Good mor' })
  for (let round = 0; round < 2; round++) {
    assert.equal((await ada.call('DELETE', pathOf(conversationId))).statusCode, 200)
  }
  assert.deepEqual((await ada.call('GET', pathOf(conversationId))).json(), { draft: null })
})

test('a stranger has no drafts in a conversation that is not theirs', async () => {
  const { conversationId } = await newThread(app)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('PUT', pathOf(conversationId), { content: 'Hi' })).statusCode, 404)
  assert.equal((await stranger.call('GET', pathOf(conversationId))).statusCode, 404)
})

test('a draft that nobody went on with is forgotten', async () => {
  const { ada, conversationId } = await newThread(app)
  await ada.call('PUT', pathOf(conversationId), { content: 'Good mor' })
  const { organizationId } = ada.user
  await pruneDrafts(db, organizationId, new Date(Date.now() - 60_000))
  assert.notEqual((await ada.call('GET', pathOf(conversationId))).json().draft, null)
  await pruneDrafts(db, organizationId, new Date(Date.now() + 60_000))
  assert.deepEqual((await ada.call('GET', pathOf(conversationId))).json(), { draft: null })
})
