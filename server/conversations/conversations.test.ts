import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

async function list(person: Person, contactId: string, more: object = {}) {
  const response = await person.call('POST', '/api/conversation/all', { contactId, ...more })
  assert.equal(response.statusCode, 200, response.body)
  return response.json<{ conversations: Array<Record<string, unknown>>; nextCursor: string | null }>()
}

test('a conversation shows whom it is with, who answers, and how it stands', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = '+14155552671'
  const { conversationId, contactId, messageId } = await newInbound(ada, channel, { from, body: 'Are you open?' })
  const read = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.equal(read._id, conversationId)
  assert.equal(read.contactId, contactId)
  assert.equal(read.channelId, channel._id)
  assert.equal(read.channelType, 'sms')
  assert.equal(read.channelIdentifier, from)
  assert.equal(read.userId, ada.user.id)
  assert.deepEqual(read.assignees, [ada.user.id])
  assert.equal(read.latestMessage, 'Are you open?')
  assert.equal(read.messageCount, 1)
  assert.equal(read.unreadCount, 1)
  assert.equal(read.isUnseen, true)
  assert.equal(read.isResolved, false)

  const { conversations, nextCursor } = await list(ada, contactId)
  const { _id, fullName, email } = { ...ada.user, _id: ada.user.id }
  assert.deepEqual(conversations, [{ ...read, assignees: [{ _id, fullName, email }] }])
  assert.equal(nextCursor, null)
  const byQuery = await ada.call('GET', `/api/conversation/all?contactId=${contactId}`)
  assert.deepEqual(byQuery.json().conversations, conversations)
  const contact = (await ada.call('GET', `/api/contacts/${contactId}`)).json().data
  assert.equal(contact.latestMessage, messageId)
  assert.deepEqual(contact.channelTypes, ['sms'])
})

test('a contact’s conversations are listed the last spoken in first, each once along the cursor', async () => {
  const ada = await newOrganization(app)
  const channels = await atOnce(5, () => newChannel(ada))
  const { _id: contactId, phoneNumber: from } = await newContact(ada)
  for (const channel of channels) await newInbound(ada, channel, { from })
  await newInbound(ada, channels[0]!, { from, body: 'Once more' })
  const spokenIn = [channels[0], ...channels.slice(1).toReversed()].map((channel) => channel!._id)

  const met: unknown[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await list(ada, contactId, { size: 2, ...(cursor ? { cursor } : {}) })
    met.push(...page.conversations.map((conversation) => conversation['channelId']))
    cursor = page.nextCursor
  }
  assert.deepEqual(met, spokenIn)
})

test('the newest fifty conversations are listed, with a cursor to the rest', async () => {
  const ada = await newOrganization(app)
  const { _id: contactId, phoneNumber: from } = await newContact(ada)
  for (let index = 0; index < 52; index++) await newInbound(ada, await newChannel(ada), { from, body: String(index) })
  const first = await list(ada, contactId)
  assert.equal(first.conversations.length, 50)
  assert.equal(first.conversations[0]?.['latestMessage'], '51')
  const rest = await list(ada, contactId, { cursor: first.nextCursor })
  assert.deepEqual(
    rest.conversations.map((conversation) => conversation['latestMessage']),
    ['1', '0'],
  )
  assert.equal(rest.nextCursor, null)
})

test('conversations of another channel type are not listed', async () => {
  const ada = await newOrganization(app)
  const { contactId } = await newInbound(ada, await newChannel(ada))
  assert.deepEqual((await list(ada, contactId, { channelType: 'webchat' })).conversations, [])
  const wrong = await ada.call('POST', '/api/conversation/all', { contactId, channelType: 'fax' })
  assert.equal(wrong.statusCode, 400)
  assert.equal(wrong.json().error.details[0].field, 'channelType')
})

test('deleting a conversation takes its messages with it and leaves the contact', async () => {
  const ada = await newOrganization(app)
  const { conversationId, contactId, messageId } = await newInbound(ada, await newChannel(ada))
  const response = await ada.call('DELETE', '/api/conversation', { conversationId })
  assert.deepEqual(response.json(), { message: 'Conversation deleted successfully' })
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
  assert.equal((await ada.call('GET', `/api/messages/${messageId}`)).statusCode, 404)
  assert.equal((await ada.call('GET', `/api/contacts/${contactId}`)).statusCode, 200)
  assert.deepEqual((await list(ada, contactId)).conversations, [])
})

test('a message that still waits goes with its conversation and is not sent', async () => {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada))
  const sent = await ada.call('POST', '/api/messages/send', { conversationId, content: 'On my way' })
  assert.equal(sent.statusCode, 200)
  assert.equal((await ada.call('DELETE', `/api/conversation/${conversationId}`)).statusCode, 200)
  const { organizationId } = ada.user
  const waiting = await db.selectFrom('outbox').selectAll().where('organizationId', '=', organizationId).execute()
  assert.deepEqual(waiting, [])
})

test('ten deletes at once delete once', async () => {
  const ada = await newOrganization(app)
  const { conversationId } = await newInbound(ada, await newChannel(ada))
  const responses = await atOnce(10, () => ada.call('DELETE', '/api/conversation', { conversationId }))
  assert.equal(responses.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal(responses.filter(({ statusCode }) => statusCode === 404).length, 9)
  assert.equal((await eventsOf(ada, 'conversation.deleted')).length, 1)
})

test('whoever writes again after a deletion begins a new conversation', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const first = await newInbound(ada, channel, { from: '+14155552671' })
  await ada.call('DELETE', '/api/conversation', { conversationId: first.conversationId })
  const second = await newInbound(ada, channel, { from: '+14155552671' })
  assert.equal(second.contactId, first.contactId)
  assert.notEqual(second.conversationId, first.conversationId)
})

test('deleting a contact takes its conversations, its messages and what waits to be sent', async () => {
  const ada = await newOrganization(app)
  const { contactId, conversationId, messageId } = await newInbound(ada, await newChannel(ada))
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'On my way' })
  assert.equal((await ada.call('DELETE', `/api/contacts/${contactId}`)).statusCode, 200)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).statusCode, 404)
  assert.equal((await ada.call('GET', `/api/messages/${messageId}`)).statusCode, 404)
  for (const table of ['conversations', 'messages', 'outbox'] as const) {
    const rows = await db.selectFrom(table).selectAll().where('organizationId', '=', ada.user.organizationId).execute()
    assert.deepEqual(rows, [], table)
  }
})

test('a rep sees the conversations that are owned by or assigned to that rep, in lists and reads alike', async () => {
  const ada = await newOrganization(app)
  const [rep, other] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const { _id: contactId, phoneNumber: from } = await newContact(ada, {
    userId: rep.user.id,
    assignees: [other.user.id],
  })
  const mine = await newInbound(ada, await newChannel(ada), { from })
  assert.equal((await rep.call('GET', `/api/conversation/${mine.conversationId}`)).statusCode, 200)
  assert.equal((await list(rep, contactId)).conversations.length, 1)

  await ada.call('PUT', `/api/conversation/${mine.conversationId}`, { assignees: [] })
  assert.equal((await other.call('GET', `/api/conversation/${mine.conversationId}`)).statusCode, 404)
  assert.deepEqual((await list(other, contactId)).conversations, [])
})

test('a conversation does not exist for a stranger', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const { conversationId, contactId } = await newInbound(ada, await newChannel(ada))
  const responses = [
    await eve.call('POST', '/api/conversation/all', { contactId }),
    await eve.call('GET', `/api/conversation/${conversationId}`),
    await eve.call('POST', '/api/conversation/messages', { conversationId }),
    await eve.call('DELETE', '/api/conversation', { conversationId }),
    await eve.call('DELETE', `/api/conversation/${conversationId}`),
  ]
  for (const response of responses) assert.equal(response.statusCode, 404, response.body)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().messageCount, 1)
})
