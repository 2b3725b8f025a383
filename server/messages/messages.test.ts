import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { accepted, claimDue, newThread, readMessage, receiptFor, settle, someError } from '../../test/threads.ts'
import type { Claimed } from './claim.ts'
import { applyReceipt } from './receipts.ts'

const { app, db } = await startApp()

async function list(person: Person, conversationId: string, more: object = {}) {
  const response = await person.call('POST', '/api/conversation/messages', { conversationId, ...more })
  assert.equal(response.statusCode, 200, response.body)
  return response.json<{ messages: Array<Record<string, unknown>>; nextCursor: string | null }>()
}

const contents = ({ messages }: { messages: Array<Record<string, unknown>> }) => messages.map((each) => each['content'])

test('the messages of a conversation are listed the oldest first, in all three ways of asking', async () => {
  const { ada, conversationId, contactId, send, write } = await newThread(app)
  await send('How can I help?')
  await write('Are you open?')
  const { messages, nextCursor } = await list(ada, conversationId)
  assert.deepEqual(contents({ messages }), ['Hello', 'How can I help?', 'Are you open?'])
  assert.deepEqual(
    messages.map((message) => [message['direction'], message['status']]),
    [
      ['inbound', 'delivered'],
      ['outbound', 'queued'],
      ['inbound', 'delivered'],
    ],
  )
  for (const message of messages) {
    assert.equal(message['contactId'], contactId)
    assert.equal(message['organizationId'], ada.user.organizationId)
  }
  assert.equal(nextCursor, null)
  for (const url of ['messages?conversationId=', '']) {
    const path = url ? `${url}${conversationId}` : `${conversationId}/messages`
    assert.deepEqual((await ada.call('GET', `/api/conversation/${path}`)).json(), { messages, nextCursor })
  }
})

test('the cursor leads back through a conversation and meets each message once', async () => {
  const { ada, conversationId, send } = await newThread(app)
  for (let index = 1; index <= 7; index++) await send(String(index))
  const pages: unknown[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await list(ada, conversationId, { size: 3, ...(cursor ? { cursor } : {}) })
    pages.push(contents(page))
    cursor = page.nextCursor
  }
  assert.deepEqual(pages, [
    ['5', '6', '7'],
    ['2', '3', '4'],
    ['Hello', '1'],
  ])
})

test('a thousand messages are listed unless asked for another number', async () => {
  const { ada, conversationId, channel, contactId } = await newThread(app)
  const { organizationId } = ada.user
  const rows = Array.from({ length: 1005 }, (_, index) => ({
    organizationId,
    id: (0x100000 + index).toString(16).padStart(24, '0'),
    conversationId,
    contactId,
    channelId: channel._id,
    channelType: 'sms',
    direction: 'inbound' as const,
    content: String(index),
    status: 'delivered' as const,
    createdAt: new Date(),
    updatedAt: new Date(),
  }))
  await db.insertInto('messages').values(rows).execute()
  assert.equal((await list(ada, conversationId)).messages.length, 1000)
  assert.equal((await list(ada, conversationId, { size: 5000 })).messages.length, 1006)
  const wrong = await ada.call('POST', '/api/conversation/messages', { conversationId, size: 5001 })
  assert.equal(wrong.statusCode, 400)
})

test('a message tells its history in the order in which it was heard', async () => {
  const thread = await newThread(app)
  const { ada, channel } = thread
  const { _id: id } = await thread.send()
  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await settle(db, thread, draft, accepted(draft))
  const hear = (status: 'sent' | 'delivered' | 'failed') =>
    applyReceipt(db, { organizationId: ada.user.organizationId, id: channel._id }, receiptFor(draft, status))
  await hear('delivered')
  await hear('sent')
  await hear('failed')
  const { history, status, errorCode } = await readMessage(ada, id)
  assert.equal(status, 'delivered')
  assert.equal(errorCode, null)
  assert.deepEqual(
    history.map((entry) => [entry.status, entry.providerStatus, entry.attemptId, entry.errorCode]),
    [
      ['queued', null, null, null],
      ['sent', 'accepted', draft.attemptId, null],
      ['delivered', 'delivered', draft.attemptId, null],
      ['sent', 'sent', draft.attemptId, null],
      ['failed', 'failed', draft.attemptId, someError.code],
    ],
  )
})

test('what waits, failed or is unknown can be listed, the newest first', async () => {
  const thread = await newThread(app)
  const { ada, send } = thread
  const unsettled = async (status: string, more = '') => {
    const response = await ada.call('GET', `/api/messages?status=${status}${more}`)
    assert.equal(response.statusCode, 200, response.body)
    return response.json()
  }
  for (const content of ['A', 'B', 'C']) await send(content)
  assert.deepEqual(contents(await unsettled('queued')), ['C', 'B', 'A'])
  const first = await unsettled('queued', '&size=2')
  assert.deepEqual(contents(await unsettled('queued', `&size=2&cursor=${first.nextCursor}`)), ['A'])

  const [draft] = (await claimDue(db, thread)) as [Claimed]
  await settle(db, thread, draft, { kind: 'unknown', error: { code: 'timed_out', message: 'No answer.' } })
  assert.deepEqual(contents(await unsettled('unknown')), ['A'])
  assert.deepEqual(contents(await unsettled('queued')), ['C', 'B'])
  assert.deepEqual(contents(await unsettled('failed')), [])
  assert.equal((await ada.call('GET', '/api/messages?status=sent')).statusCode, 400)
  assert.equal((await ada.call('GET', '/api/messages')).statusCode, 400)
})

test('messages are seen by whoever may see their conversation', async () => {
  const { ada, conversationId, send } = await newThread(app)
  const { _id: id } = await send()
  const [rep, head] = await atOnce(2, (index) => newColleague(app, ada, index ? 'DEPARTMENT_HEAD' : 'SALES_REP'))
  await ada.call('PUT', `/api/conversation/${conversationId}`, { assignees: [rep!.user.id] })
  for (const [person, sees] of [
    [ada, true],
    [rep!, true],
    [head!, false],
  ] as const) {
    const code = sees ? 200 : 404
    assert.equal((await person.call('GET', `/api/messages/${id}`)).statusCode, code)
    assert.equal((await person.call('POST', '/api/conversation/messages', { conversationId })).statusCode, code)
    const { messages } = (await person.call('GET', '/api/messages?status=queued')).json()
    assert.equal(messages.length, sees ? 1 : 0)
  }
})

test('a message does not exist for a stranger', async () => {
  const { conversationId, send } = await newThread(app)
  const { _id: id } = await send()
  const eve = await newOrganization(app)
  assert.equal((await eve.call('GET', `/api/messages/${id}`)).statusCode, 404)
  assert.equal((await eve.call('GET', `/api/conversation/${conversationId}/messages`)).statusCode, 404)
  assert.deepEqual((await eve.call('GET', '/api/messages?status=queued')).json().messages, [])
})
