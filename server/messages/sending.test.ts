import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newContact,
  newInbound,
  newNumber,
  newOrganization,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

const send = (person: Person, payload: object, headers: Record<string, string> = {}) =>
  person.call('POST', '/api/messages/send', { content: 'Hello', ...payload }, headers)

async function newThread() {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = newNumber()
  return { ada, channel, from, ...(await newInbound(ada, channel, { from })) }
}

function waiting({ user }: Person) {
  return db.selectFrom('outbox').selectAll().where('organizationId', '=', user.organizationId).execute()
}

test('a message says again what its sender calls it, in the answer, the thread and the log', async () => {
  const { ada, conversationId } = await newThread()
  const clientId = crypto.randomUUID()
  assert.equal((await send(ada, { conversationId, clientId })).json().clientId, clientId)
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  assert.equal(messages.at(-1).clientId, clientId)
  const [queued] = await eventsOf(ada, 'message.queued')
  assert.equal(queued!.data['clientId'], clientId)
})

test('a message is queued, written into its conversation and put into the outbox', async () => {
  const { ada, channel, conversationId, contactId } = await newThread()
  const response = await send(ada, { conversationId, content: 'We open at nine.' })
  assert.equal(response.statusCode, 200)
  const message = response.json()
  assert.equal(message.status, 'queued')
  assert.equal(message.direction, 'outbound')
  assert.equal(message.content, 'We open at nine.')
  assert.equal(message.conversationId, conversationId)
  assert.equal(message.contactId, contactId)
  assert.equal(message.channelId, channel._id)
  assert.equal(message.sentBy, ada.user.id)
  assert.equal(message.segments, 1)

  const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.equal(conversation.latestMessage, 'We open at nine.')
  assert.equal(conversation.messageCount, 2)
  assert.equal(conversation.unreadCount, 1)
  const contact = (await ada.call('GET', `/api/contacts/${contactId}`)).json().data
  assert.equal(contact.latestMessage, message._id)
  const [row, ...others] = await waiting(ada)
  assert.deepEqual(others, [])
  assert.equal(row?.messageId, message._id)
  assert.equal(row?.claimedBy, null)
  const [event] = await eventsOf(ada, 'message.queued')
  assert.equal(event?.subjectId, message._id)
  assert.equal(event?.actorId, ada.user.id)
})

test('ten sends at once are ten messages, all counted', async () => {
  const { ada, conversationId } = await newThread()
  const responses = await atOnce(10, (index) => send(ada, { conversationId, content: String(index) }))
  assert.equal(new Set(responses.map((response) => response.json()._id)).size, 10)
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().messageCount, 11)
  assert.equal((await waiting(ada)).length, 10)
})

test('the same send under one Idempotency-Key, again and at once, is one message', async () => {
  const { ada, conversationId } = await newThread()
  const key = { 'idempotency-key': 'order-4711' }
  const first = await send(ada, { conversationId }, key)
  const others = await atOnce(5, () => send(ada, { conversationId }, key))
  for (const other of others) {
    assert.ok(other.statusCode === 200 || other.json().error.code === 'request_in_progress', other.body)
    if (other.statusCode === 200) assert.deepEqual(other.json(), first.json())
  }
  assert.equal((await waiting(ada)).length, 1)
})

test('a message to a contact goes where the two spoke last', async () => {
  const { ada, from, contactId } = await newThread()
  const second = await newInbound(ada, await newChannel(ada), { from })
  assert.equal(second.contactId, contactId)
  assert.equal((await send(ada, { contactId })).json().conversationId, second.conversationId)
})

test('a message to a contact that was never spoken with opens a conversation on the oldest channel', async () => {
  const ada = await newOrganization(app)
  const [oldest] = [await newChannel(ada), await newChannel(ada)]
  const contact = await newContact(ada)
  const message = (await send(ada, { contactId: contact._id })).json()
  assert.equal(message.channelId, oldest._id)
  const conversation = (await ada.call('GET', `/api/conversation/${message.conversationId}`)).json()
  assert.equal(conversation.channelIdentifier, contact.phoneNumber)
  assert.deepEqual(conversation.assignees, [ada.user.id])
  assert.equal((await eventsOf(ada, 'conversation.opened')).length, 1)
})

test('ten first messages to a contact at once open one conversation', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const { _id: contactId } = await newContact(ada)
  const messages = (await atOnce(10, () => send(ada, { contactId }))).map((response) => response.json())
  assert.equal(new Set(messages.map((message) => message._id)).size, 10)
  assert.equal(new Set(messages.map((message) => message.conversationId)).size, 1)
  assert.equal((await eventsOf(ada, 'conversation.opened')).length, 1)
})

test('the channel can be chosen', async () => {
  const { ada, contactId, conversationId } = await newThread()
  const other = await newChannel(ada)
  const message = (await send(ada, { contactId, channelId: other._id })).json()
  assert.equal(message.channelId, other._id)
  assert.notEqual(message.conversationId, conversationId)
})

test('what contradicts itself is refused', async () => {
  const { ada, contactId, conversationId } = await newThread()
  const [other, channel] = [await newContact(ada), await newChannel(ada)]
  const cases: Array<[payload: object, field: string]> = [
    [{ conversationId, contactId: other._id }, 'contactId'],
    [{ conversationId, channelId: channel._id }, 'channelId'],
    [{}, 'contactId'],
    [{ contactId: 'nobody' }, 'contactId'],
    [{ conversationId, contactId, attachments: ['https://example.com/a.png'] }, 'attachments'],
  ]
  for (const [payload, field] of cases) {
    const response = await send(ada, payload)
    assert.equal(response.statusCode, 400)
    assert.equal(response.json().error.details[0].field, field)
  }
})

for (const content of ['', '   ', '\n\t', 'a'.repeat(1601), 'a'.repeat(10_001), 7, null]) {
  test(`${JSON.stringify(content)?.slice(0, 10)} (${String(content).length}) is no text that can be sent`, async () => {
    const { ada, conversationId } = await newThread()
    const response = await send(ada, { conversationId, content })
    assert.equal(response.statusCode, 400)
    assert.equal(response.json().error.details[0].field, 'content')
    assert.deepEqual(await waiting(ada), [])
  })
}

test('1,600 characters are sent, and counted in segments', async () => {
  const { ada, conversationId } = await newThread()
  const message = (await send(ada, { conversationId, content: 'a'.repeat(1600) })).json()
  assert.equal(message.segments, 11)
})

test('without a channel, or with none that works, there is nothing to send through', async () => {
  const ada = await newOrganization(app)
  const { _id: contactId } = await newContact(ada)
  const refused = async () => {
    const response = await send(ada, { contactId })
    assert.equal(response.statusCode, 409)
    return response.json().error.code
  }
  assert.equal(await refused(), 'no_channel')
  const channel = await newChannel(ada)
  await ada.call('POST', `/api/channels/${channel._id}/disable`)
  assert.equal(await refused(), 'no_channel')
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  assert.equal(await refused(), 'no_channel')
})

test('a contact without a number has no address', async () => {
  const ada = await newOrganization(app)
  await newChannel(ada)
  const { _id: contactId } = await newContact(ada)
  await ada.call('PATCH', `/api/contacts/${contactId}`, { phoneNumber: null })
  const response = await send(ada, { contactId })
  assert.equal(response.statusCode, 422)
  assert.equal(response.json().error.code, 'no_address')
})

test('nothing is sent into a conversation whose channel is disabled or deleted', async () => {
  const { ada, channel, conversationId } = await newThread()
  await ada.call('POST', `/api/channels/${channel._id}/disable`)
  const disabled = await send(ada, { conversationId })
  assert.equal(disabled.statusCode, 409)
  assert.equal(disabled.json().error.code, 'channel_disabled')
  await ada.call('DELETE', `/api/channels/${channel._id}`)
  const deleted = await send(ada, { conversationId })
  assert.equal(deleted.statusCode, 409)
  assert.equal(deleted.json().error.code, 'channel_deleted')
  assert.deepEqual(await waiting(ada), [])
  assert.equal((await ada.call('GET', `/api/conversation/${conversationId}`)).json().messageCount, 1)
})

test('a contact whose conversation has no working channel is written to through another', async () => {
  const { ada, channel, contactId, conversationId } = await newThread()
  const other = await newChannel(ada)
  await ada.call('POST', `/api/channels/${channel._id}/disable`)
  const message = (await send(ada, { contactId })).json()
  assert.equal(message.channelId, other._id)
  assert.notEqual(message.conversationId, conversationId)
})

test('a contact that got another number is written to there', async () => {
  const { ada, contactId, conversationId } = await newThread()
  const phoneNumber = newNumber()
  await ada.call('PATCH', `/api/contacts/${contactId}`, { phoneNumber })
  for (const where of [{ contactId }, { conversationId }]) {
    assert.equal((await send(ada, where)).json().conversationId, conversationId)
    const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
    assert.equal(conversation.channelIdentifier, phoneNumber)
  }
})

test('a stranger sends nothing', async () => {
  const { ada, contactId, conversationId, channel } = await newThread()
  const eve = await newOrganization(app)
  await newChannel(eve)
  const { _id: own } = await newContact(eve)
  for (const payload of [{ contactId }, { conversationId }, { contactId: own, channelId: channel._id }]) {
    assert.equal((await send(eve, payload)).statusCode, 404)
  }
  assert.deepEqual(await waiting(ada), [])
  assert.deepEqual(await waiting(eve), [])
})
