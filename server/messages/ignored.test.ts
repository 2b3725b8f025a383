import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { newContact, newInbound, newNumber } from '../../test/factories.ts'
import { conversationsOf, merge, rowOf, undo } from '../../test/merges.ts'
import { newThread } from '../../test/threads.ts'
import type { Thread } from '../../test/threads.ts'

const { app, db } = await startApp()

/** Seen and answered; then blocked, and two more that nobody is to be called by. */
async function newIgnored(): Promise<{ thread: Thread; messageIds: string[] }> {
  const thread = await newThread(app)
  const { ada, contactId, conversationId } = thread
  await thread.send()
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  assert.equal((await ada.call('PATCH', `/api/contacts/${contactId}/block`)).statusCode, 200)
  const messageIds = []
  for (const body of ['Answer me', 'Now']) messageIds.push((await thread.write(body)).messageId)
  return { thread, messageIds }
}

async function attention({ ada }: Thread, conversationId: string) {
  const { messageCount, inboundCount, unreadCount, waitingSince } = await rowOf(db, ada, conversationId)
  return { messageCount, inboundCount, unreadCount, isWaiting: waitingSince !== null }
}

async function unreadOf({ ada }: Thread, conversationId: string): Promise<number> {
  return (await ada.call('GET', `/api/conversation/${conversationId}`)).json().unreadCount
}

async function contradictionsIn({ ada }: Thread): Promise<string[]> {
  const rules = /^(a contact knows|a conversation says|who has seen|the conversations are counted)/
  return (await contradictions(db, ada.user.organizationId)).filter((each) => rules.test(each))
}

test('what a contact wrote while it was blocked calls for nobody after a separation', async () => {
  const { thread, messageIds } = await newIgnored()
  const { ada, contactId, conversationId } = thread
  assert.deepEqual(await contradictionsIn(thread), [])
  const answer = await ada.call('POST', `/api/contacts/${contactId}/separate`, {
    fieldSplit: { phoneNumber: { new: newNumber() } },
    messageSplitPoints: { [conversationId]: messageIds[0] },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  const [part] = await conversationsOf(ada, answer.json().data.newContactId)
  const quiet = { messageCount: 2, inboundCount: 0, unreadCount: 0, isWaiting: false }
  assert.deepEqual(await attention(thread, part!._id), quiet)
  assert.deepEqual(await attention(thread, conversationId), { ...quiet, inboundCount: 1 })
  assert.deepEqual([await unreadOf(thread, part!._id), await unreadOf(thread, conversationId)], [0, 0])
  const separated = (await ada.call('GET', `/api/contacts/${answer.json().data.newContactId}`)).json().data
  assert.deepEqual([separated.messageCount, separated.latestMessage, separated.lastMessageTime], [2, null, null])
  assert.deepEqual(await contradictionsIn(thread), [])
})

test('nor after a merge, and after that is undone', async () => {
  const { thread } = await newIgnored()
  const { ada, channel, contactId, conversationId } = thread
  const target = await newContact(ada)
  const own = await newInbound(ada, channel, { from: target.phoneNumber })
  await ada.call('POST', '/api/messages/send', { contactId: target._id, content: 'Here we are' })
  const { mergeId } = await merge(ada, contactId, target._id)
  const joined = { messageCount: 6, inboundCount: 2, unreadCount: 1, isWaiting: false }
  assert.deepEqual(await attention(thread, own.conversationId), joined)
  assert.deepEqual(await contradictionsIn(thread), [])
  await undo(ada, mergeId)
  const back = { messageCount: 4, inboundCount: 1, unreadCount: 0, isWaiting: false }
  assert.deepEqual(await attention(thread, conversationId), back)
  assert.deepEqual(await contradictionsIn(thread), [])
})
