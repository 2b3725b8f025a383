import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

async function names(person: Person, query: Record<string, string> | Array<[string, string]>): Promise<string[]> {
  const response = await person.call('GET', `/api/contacts?${new URLSearchParams(query).toString()}`)
  assert.equal(response.statusCode, 200, response.body)
  const { data, total } = response.json()
  assert.equal(total, data.length)
  return data.map((contact: { firstName: string }) => contact.firstName)
}

test('owner and assignee take one user or several, and both must hold', async () => {
  const ada = await newOrganization(app)
  const [ben, cid] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  await newContact(ada, { firstName: 'A' })
  await newContact(ada, { firstName: 'B', userId: ben.user.id, assignees: [cid.user.id] })
  await newContact(ada, { firstName: 'C', userId: cid.user.id, assignees: [ben.user.id, cid.user.id] })
  assert.deepEqual(await names(ada, { owner: ben.user.id }), ['B'])
  const both = [ben, cid].map(({ user }): [string, string] => ['owner', user.id])
  assert.deepEqual(await names(ada, both), ['C', 'B'])
  assert.deepEqual(await names(ada, { assignee: cid.user.id }), ['C', 'B'])
  assert.deepEqual(await names(ada, { assignee: cid.user.id, owner: ben.user.id }), ['B'])
  assert.deepEqual(await names(ben, { owner: ada.user.id }), [])
  assert.deepEqual(await names(ben, both), ['C', 'B'])
})

test('messageStatus tells who wrote last, and what is unread', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  await newContact(ada, { firstName: 'Never' })
  const silent = await newContact(ada, { firstName: 'Silent' })
  const waiting = await newContact(ada, { firstName: 'Waiting' })
  const answered = await newContact(ada, { firstName: 'Answered' })
  const send = (contactId: string) =>
    ada.call('POST', '/api/messages/send', { contactId, channelId: channel._id, content: 'Hello' })
  await send(silent._id)
  await newInbound(ada, channel, { from: waiting.phoneNumber })
  const { conversationId } = await newInbound(ada, channel, { from: answered.phoneNumber })
  await send(answered._id)

  assert.deepEqual(await names(ada, { messageStatus: 'never' }), ['Never'])
  assert.deepEqual(await names(ada, { messageStatus: 'silent' }), ['Silent'])
  assert.deepEqual(await names(ada, { messageStatus: 'unanswered' }), ['Waiting'])
  assert.deepEqual(await names(ada, { messageStatus: 'answered' }), ['Answered'])
  assert.deepEqual(await names(ada, { messageStatus: 'all' }), ['Answered', 'Waiting', 'Silent', 'Never'])
  assert.deepEqual(await names(ada, { messageStatus: 'unread' }), ['Answered', 'Waiting'])
  await ada.call('POST', '/api/contact/message-seen', { conversationId })
  assert.deepEqual(await names(ada, { messageStatus: 'unread' }), ['Waiting'])
})

test('a contact whose conversation is deleted is as if never written to', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const { phoneNumber, _id } = await newContact(ada, { firstName: 'Gone' })
  const { conversationId } = await newInbound(ada, channel, { from: phoneNumber })
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).json().data.messageCount, 1)
  await ada.call('DELETE', '/api/conversation', { conversationId })
  assert.deepEqual(await names(ada, { messageStatus: 'never' }), ['Gone'])
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).json().data.messageCount, 0)
})

test('ranges of the last message and of the creation hold together', async () => {
  const ada = await newOrganization(app)
  const at = (name: string, lastMessageTime: string | null, createdAt: string) =>
    place(ada, name, lastMessageTime, createdAt)
  await at('March', '2025-03-31T23:59:00Z', '2025-01-01T00:00:00Z')
  await at('April', '2025-04-01T00:00:00Z', '2025-02-01T00:00:00Z')
  await at('Never', null, '2025-01-01T00:00:00Z')
  const range = (startDate?: string, endDate?: string) => JSON.stringify({ startDate, endDate })
  assert.deepEqual(await names(ada, { lastMessageDateRange: range('2025-03-01', '2025-03-31') }), ['March'])
  assert.deepEqual(await names(ada, { lastMessageTimeRange: range(undefined, '2025-12-31') }), ['April', 'March'])
  assert.deepEqual(await names(ada, { lastMessageTimeRange: range('2025-04-01') }), ['April'])
  assert.deepEqual(await names(ada, { createdDateRange: range('2025-02-01') }), ['April'])
  const overlap = {
    lastMessageTimeRange: range('2025-01-01', '2025-04-30'),
    lastMessageDateRange: range('2025-03-01', '2025-03-31'),
  }
  assert.deepEqual(await names(ada, overlap), ['March'])
  const refused = await ada.call('GET', '/api/contacts?lastMessageTimeRange=soon')
  assert.equal(refused.json().error.details[0].field, 'lastMessageTimeRange')
})

async function place(ada: Person, firstName: string, lastMessageTime: string | null, createdAt: string): Promise<void> {
  const { _id } = await newContact(ada, { firstName })
  const spoken = lastMessageTime ? new Date(lastMessageTime) : null
  await db
    .updateTable('contacts')
    .set({ lastMessageTime: spoken, createdAt: new Date(createdAt), lastActivityAt: spoken ?? new Date(createdAt) })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', _id)
    .execute()
}

test('tags, leadSource, blocked, bulkOnly and a stage’s id filter too', async () => {
  const ada = await newOrganization(app)
  const { _id } = await newContact(ada, { firstName: 'Ann', source: 'Fair', status: 'Contacted' })
  await newContact(ada, { firstName: 'Ben' })
  await ada.call('PUT', `/api/contacts/${_id}/tags`, { tags: ['VIP', 'north'] })
  assert.deepEqual(await names(ada, { tag: ' Vip' }), ['Ann'])
  assert.deepEqual(
    await names(ada, [
      ['tag', 'vip'],
      ['tag', 'north'],
    ]),
    ['Ann'],
  )
  assert.deepEqual(
    await names(ada, [
      ['tag', 'vip'],
      ['tag', 'south'],
    ]),
    [],
  )
  assert.deepEqual(await names(ada, { leadSource: 'Fair' }), ['Ann'])
  const { stages } = (await ada.call('GET', '/api/pipelines')).json().data
  assert.deepEqual(await names(ada, { pipelineStage: stages[1]._id }), ['Ann'])
  await ada.call('PATCH', `/api/contacts/${_id}/block`)
  assert.deepEqual(await names(ada, { blocked: 'true' }), ['Ann'])
  assert.deepEqual(await names(ada, { blocked: 'false' }), ['Ben'])
  assert.deepEqual(await names(ada, { bulkOnly: 'true' }), [])
  assert.deepEqual(await names(ada, { bulkOnly: 'false' }), ['Ben', 'Ann'])
})

test('the list generator finds by stage, last message and number of messages', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const from = newNumber()
  await newContact(ada, { phoneNumber: from, firstName: 'Talks', lastName: 'Much', status: 'Contacted' })
  await newContact(ada, { firstName: 'Quiet' })
  for (const body of ['One', 'Two']) await newInbound(ada, channel, { from, body })
  const found = async (query: Record<string, string>) =>
    (await ada.call('GET', `/api/contact/list-generator?${new URLSearchParams(query).toString()}`)).json()
  const { contacts, ...rest } = await found({ messageCountValue: '2', stages: '["Contacted"]', limit: '5' })
  assert.deepEqual(rest, { total: 1, page: 1, limit: 5, totalPages: 1 })
  assert.deepEqual(
    [contacts[0].name, contacts[0].messageCount, contacts[0].pipelineStage],
    ['Talks Much', 2, 'Contacted'],
  )
  assert.equal((await found({ messageCountValue: '3' })).total, 0)
  assert.equal((await found({ messageStatus: 'unanswered' })).total, 1)
  assert.equal((await found({ searchValue: 'qui' })).contacts[0].lastMessageDate, null)
  assert.equal((await found({ dateRange: '{"endDate":"2020-01-01"}' })).total, 0)
  assert.equal((await ada.call('GET', '/api/contact/list-generator?stages=New')).statusCode, 400)
})

test('a contact is found by its number in any spelling, by whoever may see it', async () => {
  const ada = await newOrganization(app, { country: 'FR' })
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await newContact(ada, { phoneNumber: '06 12 34 56 78' })
  const look = (person: Person, fields: object) => person.call('POST', '/api/contacts/phoneNumber', fields)
  for (const phoneNumber of ['+33612345678', '0033 6 12 34 56 78', '06.12.34.56.78'])
    assert.equal((await look(ada, { phoneNumber })).json().data._id, _id)
  assert.equal((await look(rep, { phoneNumber: '0612345678' })).statusCode, 404)
  assert.equal((await look(ada, { phoneNumber: '0612345678', targetUserId: rep.user.id })).statusCode, 404)
  assert.equal((await look(ada, { phoneNumber: '0612345678', targetUserId: ada.user.id })).statusCode, 200)
  assert.equal((await look(ada, { phoneNumber: '0612345679' })).json().error.code, 'contact_not_found')
})

test('the list takes who has opted out, who is active, and who is on a channel type, and their opposites', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  await newContact(ada, { firstName: 'Quiet' })
  const stopped = await newContact(ada, { firstName: 'Stopped' })
  const done = await newContact(ada, { firstName: 'Done' })
  await newInbound(ada, channel, { from: stopped.phoneNumber, body: 'STOP' })
  const { conversationId } = await newInbound(ada, channel, { from: done.phoneNumber })
  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, {})
  assert.deepEqual(await names(ada, { optedOut: 'true' }), ['Stopped'])
  assert.deepEqual((await names(ada, { optedOut: 'false' })).toSorted(), ['Done', 'Quiet'])
  assert.deepEqual(await names(ada, { active: 'true' }), ['Stopped'])
  assert.deepEqual((await names(ada, { active: 'false' })).toSorted(), ['Done', 'Quiet'])
  assert.deepEqual((await names(ada, { channelType: 'sms' })).toSorted(), ['Done', 'Stopped'])
  assert.deepEqual(await names(ada, { channelType: 'webchat' }), [])
})
