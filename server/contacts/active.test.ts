import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

async function active(person: Person, body: object = {}) {
  const { data, ...rest } = (await person.call('POST', '/api/contacts/active', body)).json()
  return { ids: data.map(({ _id }: { _id: string }) => _id), ...rest }
}

async function inactive(person: Person, query = '') {
  const { data, ...rest } = (await person.call('GET', `/api/contacts/inactive${query}`)).json()
  return { ids: data.map(({ _id }: { _id: string }) => _id), ...rest }
}

test('who has an open conversation is active, and inactive once it is resolved', async () => {
  const ada = await newOrganization(app)
  const silent = await newContact(ada, { email: 'jane@example.com' })
  const { contactId, conversationId } = await newInbound(ada, await newChannel(ada))
  const listed = await active(ada, { channelType: 'sms' })
  assert.deepEqual([listed.ids, listed.total, listed.status], [[contactId], 1, 'active'])
  assert.equal(listed.stageNameById[listed.stageIdByName['New Lead']], 'New Lead')
  assert.deepEqual((await active(ada, { channelType: 'webchat' })).ids, [])
  assert.deepEqual((await active(ada, { channelType: 'email' })).ids, [])
  assert.deepEqual((await inactive(ada)).ids, [silent._id])
  assert.deepEqual((await inactive(ada, '?channelType=email')).ids, [silent._id])
  assert.deepEqual((await inactive(ada, '?channelType=webchat')).ids, [])

  await ada.call('PUT', `/api/conversation/${conversationId}/resolve`, { isResolved: true })
  assert.deepEqual((await active(ada)).total, 0)
  const rest = await inactive(ada, '?channelType=sms')
  assert.deepEqual([rest.total, rest.status, rest.ids.includes(contactId)], [2, 'inactive', true])
})

test('each sees only their own, and of them only whose they ask for', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada)
  const his = await newContact(ada, { userId: rep.user.id, assignees: [rep.user.id] })
  await newInbound(ada, channel, { from: his.phoneNumber })
  await newInbound(ada, channel)
  assert.equal((await active(ada)).total, 2)
  assert.deepEqual((await active(rep)).ids, [his._id])
  assert.deepEqual((await active(ada, { ownerFilter: rep.user.id })).ids, [his._id])
  assert.deepEqual((await active(await newOrganization(app))).ids, [])
  assert.equal((await rep.call('POST', '/api/contacts/active', { channelType: 'fax' })).statusCode, 400)
})
