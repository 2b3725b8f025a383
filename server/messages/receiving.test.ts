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
  newNumber,
  newOrganization,
  whileHeld,
} from '../../test/factories.ts'
import { newThread } from '../../test/threads.ts'
import { deleteContact } from '../contacts/contacts.ts'
import { deleteConversation } from '../conversations/conversations.ts'
import { systemActor } from '../identity/actor.ts'

const { app, db } = await startApp()

test('whoever writes first becomes a contact with a conversation, owned by the channel’s user', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada, { userId: rep.user.id })
  const { contactId, conversationId, messageId } = await newInbound(ada, channel, { from: '+14155552671', body: 'Hi' })
  const contact = (await rep.call('GET', `/api/contacts/${contactId}`)).json().data
  assert.equal(contact.phoneNumber, '+14155552671')
  assert.equal(contact.source, 'sms')
  assert.equal(contact.userId, rep.user.id)
  assert.deepEqual(contact.assignees, [rep.user.id])
  assert.equal(contact.latestMessage, messageId)
  const conversation = (await rep.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.equal(conversation.userId, rep.user.id)
  const types = (await eventsOf(ada)).map((event) => event.type)
  assert.deepEqual(types.slice(-3), ['contact.created', 'conversation.opened', 'message.received'])
  const [received] = await eventsOf(ada, 'message.received')
  assert.equal(received?.subjectId, messageId)
  assert.equal(received?.actorType, 'system')
})

test('a known contact is met again, however its number was spelled', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { _id } = await newContact(ada, { phoneNumber: '(415) 555-2671', source: 'Fair' })
  const { contactId } = await newInbound(ada, channel, { from: '+14155552671' })
  assert.equal(contactId, _id)
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).json().data.source, 'Fair')
})

test('the same message twenty times at once, and once more later, is one', async () => {
  const { ada, channel, number: from, conversationId } = await newThread(app)
  const again = () => newInbound(ada, channel, { from, body: 'Once', messageId: 'SM-once' })
  const answers = await atOnce(20, again)
  assert.equal(answers.filter(({ messageId }) => messageId !== null).length, 1)
  assert.equal((await again()).messageId, null)
  const { messageCount, unreadCount } = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.deepEqual({ messageCount, unreadCount }, { messageCount: 2, unreadCount: 2 })
  assert.equal((await eventsOf(ada, 'message.received')).length, 2)
})

test('the same first message of somebody new twenty times at once makes one of everything', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  await atOnce(20, () => newInbound(ada, channel, { from: '+14155552671', messageId: 'SM-first' }))
  const { total, data } = (await ada.call('GET', '/api/contacts')).json()
  assert.equal(total, 1)
  assert.equal(data.length, 1)
  const counted = ['contact.created', 'conversation.opened', 'message.received']
  assert.equal((await eventsOf(ada, ...counted)).length, 3)
})

test('twenty messages of somebody new at once are one contact, one conversation and twenty messages', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const bodies = Array.from({ length: 20 }, (_, index) => `Message ${index}`)
  const answers = await atOnce(20, (index) => newInbound(ada, channel, { from: '+14155552671', body: bodies[index] }))
  assert.equal(new Set(answers.map((answer) => answer.contactId)).size, 1)
  assert.equal(new Set(answers.map((answer) => answer.conversationId)).size, 1)
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 1)
  const { conversationId } = answers[0]!
  const conversation = (await ada.call('GET', `/api/conversation/${conversationId}`)).json()
  assert.equal(conversation.messageCount, 20)
  assert.equal(conversation.unreadCount, 20)
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  const contents: string[] = messages.map((message: { content: string }) => message.content)
  assert.deepEqual(contents.toSorted(), bodies.toSorted())
  assert.ok(bodies.includes(conversation.latestMessage))
})

test('the same provider id on two channels is two messages', async () => {
  const ada = await newOrganization(app)
  const [one, two] = [await newChannel(ada), await newChannel(ada)]
  const first = await newInbound(ada, one, { messageId: 'SM-1' })
  const second = await newInbound(ada, two, { messageId: 'SM-1' })
  assert.notEqual(first.messageId, second.messageId)
  assert.ok(second.messageId)
})

test('what comes in reopens a resolved conversation, and a repetition does not', async () => {
  const { ada, conversationId, write } = await newThread(app)
  const resolve = () => ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
  const isResolved = async () => (await ada.call('GET', `/api/conversation/${conversationId}`)).json().isResolved
  await resolve()
  await write('One more thing', { messageId: 'SM-2' })
  assert.equal(await isResolved(), false)
  const [event] = await eventsOf(ada, 'conversation.reopened')
  assert.equal(event?.actorType, 'system')
  await resolve()
  await write('One more thing', { messageId: 'SM-2' })
  assert.equal(await isResolved(), true)
})

const senders: Array<[from: string, kept: string]> = [
  ['12345', '12345'],
  ['733', '733'],
  ['PARCELCO', 'PARCELCO'],
  ['Parcel Co.', 'ParcelCo'],
  ['+1 (415) 555-2671', '+14155552671'],
  ['***', 'unknown'],
]
for (const [from, kept] of senders) {
  test(`a message from ${from} is kept under ${kept}, and the next one joins it`, async () => {
    const ada = await newOrganization(app)
    const channel = await newChannel(ada)
    const [first, second] = [await newInbound(ada, channel, { from }), await newInbound(ada, channel, { from })]
    assert.equal(second.conversationId, first.conversationId)
    assert.equal((await ada.call('GET', `/api/contacts/${first.contactId}`)).json().data.phoneNumber, kept)
  })
}

test('an empty message and one of odd characters are kept as they are', async () => {
  const { ada, conversationId, write } = await newThread(app)
  const bodies = ['', '   ', '👩‍👩‍👧‍👦 ¿Qué?\n\t…', 'a'.repeat(1600), '‮evil', "'; drop table messages --"]
  for (const body of bodies) await write(body)
  const { messages } = (await ada.call('GET', `/api/conversation/${conversationId}/messages`)).json()
  assert.deepEqual(
    messages.slice(1).map((message: { content: string }) => message.content),
    bodies,
  )
})

test('a disabled channel still receives', async () => {
  const { ada, channel, write } = await newThread(app)
  await ada.call('POST', `/api/channels/${channel._id}/disable`)
  assert.ok((await write('Hello?')).messageId)
})

test('what goes to no simulated channel of one’s own is refused and leaves nothing', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const foreign = await newChannel(eve)
  for (const to of [newNumber(), foreign.identifier, 'nowhere']) {
    const response = await ada.call('POST', '/api/simulator/inbound', { from: newNumber(), to, body: 'Hello' })
    assert.equal(response.statusCode, 400)
  }
  for (const { user } of [ada, eve]) {
    const rows = await db
      .selectFrom('messages')
      .select('id')
      .where('organizationId', '=', user.organizationId)
      .execute()
    assert.deepEqual(rows, [])
  }
})

test('what comes in while its contact or its conversation is being deleted begins a new one', async () => {
  for (const remove of [deleteContact, deleteConversation]) {
    const { ada, contactId, conversationId, write } = await newThread(app)
    const actor = systemActor(ada.user.organizationId)
    const answer = await whileHeld(
      db,
      (trx) => remove(trx, actor, remove === deleteContact ? contactId : conversationId),
      () => write('Still there?'),
    )
    assert.notEqual(answer.conversationId, conversationId)
    const { messages } = (await ada.call('GET', `/api/conversation/${answer.conversationId}/messages`)).json()
    assert.deepEqual(
      messages.map((message: { content: string }) => message.content),
      ['Still there?'],
    )
  }
})

test('what is sent while its conversation is being deleted is refused', async () => {
  for (const remove of [deleteContact, deleteConversation]) {
    const { ada, contactId, conversationId } = await newThread(app)
    const actor = systemActor(ada.user.organizationId)
    const answer = await whileHeld(
      db,
      (trx) => remove(trx, actor, remove === deleteContact ? contactId : conversationId),
      () => ada.call('POST', '/api/messages/send', { conversationId, content: 'Hello' }),
    )
    assert.equal(answer.statusCode, 404, answer.body)
  }
})

test('a contact that is deleted while it writes loses nothing that came after', async () => {
  const { ada, contactId, channel, number: from } = await newThread(app)
  const writing = atOnce(10, (index) => newInbound(ada, channel, { from, body: String(index) }))
  const [answers, deleted] = await Promise.all([writing, ada.call('DELETE', `/api/contacts/${contactId}`)])
  assert.equal(deleted.statusCode, 200)
  assert.ok(answers.every((answer) => answer.messageId))
  const { total, data } = (await ada.call('GET', '/api/contacts')).json()
  assert.equal(total, data.length)
  const after = answers.filter((answer) => answer.contactId !== contactId)
  assert.equal(total, after.length > 0 ? 1 : 0)
  for (const { messageId } of after) assert.equal((await ada.call('GET', `/api/messages/${messageId}`)).statusCode, 200)
})
