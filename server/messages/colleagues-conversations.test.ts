import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

/** A rep and Bob are both assigned to the contact; the conversation with it was given to Bob. */
async function newOffice() {
  const ada = await newOrganization(app)
  const [rep, bob] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const channel = await newChannel(ada)
  const { _id: contactId, phoneNumber } = await newContact(ada, { assignees: [rep.user.id, bob.user.id] })
  const { conversationId } = await newInbound(ada, channel, { from: phoneNumber })
  const assign = async (id: string, ...people: Person[]) => {
    const assignees = people.map(({ user }) => user.id)
    assert.equal((await ada.call('PUT', `/api/conversation/${id}`, { assignees })).statusCode, 200)
  }
  await assign(conversationId, bob)
  return { ada, rep, bob, channel, contactId, phoneNumber, conversationId, assign }
}

const later = () => new Date(Date.now() + 3_600_000).toISOString()

async function written({ user: { organizationId } }: Person) {
  const of = (table: 'messages' | 'scheduledMessages') =>
    db.selectFrom(table).select('id').where('organizationId', '=', organizationId).execute()
  return [(await of('messages')).length, (await of('scheduledMessages')).length]
}

test('who sees a contact, but not the conversation with it, says nothing there: now, later, to many or by template', async () => {
  const { ada, rep, channel, contactId, conversationId } = await newOffice()
  const template = { name: 'Greeting', template: 'Hello {{firstName}}', type: 'sms' }
  const templateId = (await rep.call('POST', '/api/user/sms-templates', template)).json()._id as string
  const before = await written(ada)
  for (const payload of [
    { contactId, content: 'Hello' },
    { contactId, channelId: channel._id, content: 'Hello' },
    { contactId, templateId },
    { contactId, content: 'Hello', scheduledAt: later() },
  ]) {
    const refused = await rep.call('POST', '/api/messages/send', payload)
    assert.equal(refused.statusCode, 409, refused.body)
    assert.equal(refused.json().error.code, 'conversation_of_colleague')
  }
  const bulk = await rep.call('POST', '/api/messages/quick-bulk-send', { contactIds: [contactId], content: 'Hello' })
  assert.deepEqual([bulk.json().queued, bulk.json().results[0].code], [0, 'conversation_of_colleague'])
  const named = await rep.call('POST', '/api/messages/send', { conversationId, content: 'Hello' })
  assert.equal(named.statusCode, 404)
  assert.equal((await rep.call('POST', `/api/conversation/${conversationId}/notes`, { content: 'Hi' })).statusCode, 404)
  assert.deepEqual(await written(ada), before)
})

test('whoever has the conversation, sees all of them or is given it writes to the contact', async () => {
  const { ada, rep, bob, contactId, conversationId, assign } = await newOffice()
  for (const person of [ada, bob]) {
    const sent = await person.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
    assert.deepEqual([sent.statusCode, sent.json().conversationId], [200, conversationId])
  }
  await assign(conversationId, rep)
  const sent = await rep.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.deepEqual([sent.statusCode, sent.json().conversationId], [200, conversationId])
  const refused = await bob.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(refused.statusCode, 409)
})

test('of several conversations with a contact one writes into the latest that one sees', async () => {
  const { ada, rep, contactId, phoneNumber, assign } = await newOffice()
  const second = await newInbound(ada, await newChannel(ada), { from: phoneNumber })
  const thirdChannel = await newChannel(ada)
  const third = await newInbound(ada, thirdChannel, { from: phoneNumber })
  await assign(second.conversationId, rep)
  await assign(third.conversationId)
  const intoOwn = await rep.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.deepEqual([intoOwn.statusCode, intoOwn.json().conversationId], [200, second.conversationId])
  await newInbound(ada, thirdChannel, { from: phoneNumber })
  const intoLatest = await ada.call('POST', '/api/messages/send', { contactId, content: 'Hello' })
  assert.equal(intoLatest.json().conversationId, third.conversationId)
})

test('on a channel where nobody has spoken with the contact yet, whoever sees the contact begins', async () => {
  const { ada, rep, contactId, conversationId } = await newOffice()
  const { _id: channelId } = await newChannel(ada)
  const begun = await rep.call('POST', '/api/messages/send', { contactId, channelId, content: 'Hello' })
  assert.equal(begun.statusCode, 200, begun.body)
  assert.notEqual(begun.json().conversationId, conversationId)
  assert.equal((await rep.call('GET', `/api/conversation/${begun.json().conversationId}`)).statusCode, 200)
})
