import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newChannel, newColleague, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

async function newConversation() {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = '+14155552671'
  const { conversationId } = await newInbound(ada, channel, { from })
  const write = () => newInbound(ada, channel, { from })
  return { ada, conversationId, write }
}

async function unread(person: Person, conversationId: string) {
  const { unreadCount, isUnseen } = (await person.call('GET', `/api/conversation/${conversationId}`)).json()
  return { unreadCount, isUnseen }
}

test('marking as seen clears what was unread, once', async () => {
  const { ada, conversationId, write } = await newConversation()
  await write()
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 2, isUnseen: true })
  const responses = await atOnce(10, () => ada.call('POST', '/api/contact/message-seen', { conversationId }))
  for (const response of responses) assert.deepEqual(response.json(), { message: 'Conversation marked as seen' })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: false })
  assert.equal((await eventsOf(ada, 'conversation.seen')).length, 1)
})

test('marking as unseen calls for attention until it is seen, once', async () => {
  const { ada, conversationId } = await newConversation()
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  const responses = await atOnce(10, () => ada.call('POST', '/api/conversation/unseen', { conversationId }))
  for (const response of responses) assert.deepEqual(response.json(), { message: 'Conversation marked as unseen' })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: true })
  assert.equal((await eventsOf(ada, 'conversation.unseen')).length, 1)
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: false })
})

test('what arrives after it was seen is unread again', async () => {
  const { ada, conversationId, write } = await newConversation()
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  await write()
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 1, isUnseen: true })
})

test('what we write ourselves is not unread', async () => {
  const { ada, conversationId } = await newConversation()
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  await ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: false })
})

test('a stranger marks nothing', async () => {
  const { ada, conversationId } = await newConversation()
  const eve = await newOrganization(app)
  assert.equal((await eve.call('POST', '/api/contact/message-seen', { conversationId })).statusCode, 404)
  assert.equal((await eve.call('POST', '/api/conversation/unseen', { conversationId })).statusCode, 404)
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 1, isUnseen: true })
  assert.deepEqual(await eventsOf(ada, 'conversation.seen', 'conversation.unseen'), [])
})

test('what one user has seen is still unread for another', async () => {
  const { ada, conversationId, write } = await newConversation()
  const head = await newColleague(app, ada, 'ADMIN')
  await write()
  await head.call('POST', '/api/contact/message-seen', { conversationId })
  assert.deepEqual(await unread(head, conversationId), { unreadCount: 0, isUnseen: false })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 2, isUnseen: true })
  await write()
  assert.deepEqual(await unread(head, conversationId), { unreadCount: 1, isUnseen: true })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 3, isUnseen: true })
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: false })
  assert.equal((await eventsOf(ada, 'conversation.seen')).length, 2)
})

test('marking as unseen calls for nobody else’s attention, and forgets nothing that is unread', async () => {
  const { ada, conversationId } = await newConversation()
  const colleague = await newColleague(app, ada, 'ADMIN')
  for (const person of [ada, colleague]) await person.call('POST', '/api/contact/message-seen', { conversationId })
  await ada.call('POST', '/api/conversation/unseen', { conversationId })
  assert.deepEqual(await unread(ada, conversationId), { unreadCount: 0, isUnseen: true })
  assert.deepEqual(await unread(colleague, conversationId), { unreadCount: 0, isUnseen: false })

  const late = await newColleague(app, ada, 'ADMIN')
  await late.call('POST', '/api/conversation/unseen', { conversationId })
  assert.deepEqual(await unread(late, conversationId), { unreadCount: 1, isUnseen: true })
})
