import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

test('a status is kept as its stage is called, in whatever case and with whatever spaces it comes', async () => {
  const ada = await newOrganization(app)
  const { _id, status } = await create(ada, { status: ' new  LEAD ' })
  assert.equal(status, 'New Lead')
  for (const spelled of ['customer', ' Customer', 'CUSTOMER ']) {
    const { contact } = (await ada.call('PUT', '/api/contact', { _id, status: spelled })).json()
    assert.equal(contact.status, 'Customer')
  }
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 1)
  const contactIds = [_id]
  const bulk = await ada.call('PUT', '/api/contacts/bulk-update-status', { contactIds, status: 'qualified' })
  assert.deepEqual([bulk.json().modifiedCount, await statusOf(ada, _id)], [1, 'Qualified'])
})

test('what is no stage is kept as contacts have it already, or as it is given first', async () => {
  const ada = await newOrganization(app)
  const given = ['Won  back ', 'won back', 'WON BACK', 'Other']
  const statuses = []
  for (const status of given) statuses.push((await create(ada, { status })).status)
  assert.deepEqual(statuses, ['Won back', 'Won back', 'Won back', 'Other'])
  const counts = (await ada.call('POST', '/api/contacts/counts')).json()
  assert.deepEqual([counts['Won back'], counts['Other'], Object.keys(counts).length], [3, 1, 7])
})

test('a status of spaces alone is refused', async () => {
  const ada = await newOrganization(app)
  const refused = await ada.call('POST', '/api/contact', { phoneNumber: '+14155552671', status: '  ' })
  assert.deepEqual([refused.statusCode, refused.json().error.details[0].field], [400, 'status'])
})

test('of two pipelines that spell it otherwise, the contact’s own counts', async () => {
  const ada = await newOrganization(app)
  await ada.call('POST', '/api/pipelines', { stages: ['Open', 'Won'] })
  const other = (await ada.call('POST', '/api/pipelines/create', { name: 'Other', stages: ['WON', 'OPEN'] })).json()
    .data
  const inside = await create(ada, { pipelineId: other._id, status: 'won' })
  const outside = await create(ada, { status: 'won' })
  assert.deepEqual([inside.status, outside.status], ['WON', 'Won'])
  await ada.call('PATCH', `/api/contacts/${outside._id}`, { pipelineId: other._id })
  assert.equal(await statusOf(ada, outside._id), 'WON')
  await ada.call('PATCH', `/api/contacts/${inside._id}`, { status: 'open' })
  assert.equal(await statusOf(ada, inside._id), 'OPEN')
})

test('lists, buckets and the generator take every spelling, and what was spelled otherwise before is found to the letter', async () => {
  const ada = await newOrganization(app)
  await create(ada, { status: 'Customer' })
  await respell(ada, (await create(ada, { status: 'Lost' }))._id, 'cUSTOMER')
  const list = async (status: string) => (await ada.call('GET', `/api/contacts?status=${status}`)).json()
  for (const status of ['customer', 'cUSTOMER']) assert.equal((await list(status)).total, status === 'customer' ? 1 : 2)
  const generated = await ada.call('GET', `/api/contact/list-generator?stages=["CUSTOMER"]`)
  assert.equal(generated.json().total, 1)
  const bucket = (await ada.call('POST', '/api/contacts/status', { status: 'CUSTOMER' })).json()
  assert.deepEqual([bucket.total, bucket.status, bucket.pipelineStage !== null], [1, 'Customer', true])
  const body = { stages: ['customer', 'NEW LEAD'], page: { customer: 2 }, size: 1 }
  const { data } = (await ada.call('POST', '/api/contacts', body)).json()
  assert.deepEqual(Object.keys(data), ['Customer', 'New Lead'])
  assert.deepEqual([data['Customer'].total, data['Customer'].contacts], [1, []])
})

test('contacts come into a stage that is made of the status they have, in whatever case', async () => {
  const ada = await newOrganization(app)
  const { _id } = await create(ada, { status: 'hot lead' })
  const saved = await ada.call('POST', '/api/pipelines', { stages: ['New Lead', 'Hot Lead'] })
  assert.equal(saved.statusCode, 200, saved.body)
  assert.equal(await statusOf(ada, _id), 'Hot Lead')
  const [, stage] = saved.json().data.stages
  const renamed = await ada.call('POST', '/api/pipelines', {
    stages: ['new lead', { oldStage: 'HOT lead', newStage: 'Warm' }],
  })
  assert.deepEqual([await statusOf(ada, _id), renamed.json().data.stages[1]._id], ['Warm', stage._id])
})

test('two stages of one pipeline do not differ by case alone', async () => {
  const ada = await newOrganization(app)
  const refused = await ada.call('POST', '/api/pipelines', { stages: ['Won', 'won '] })
  assert.deepEqual([refused.statusCode, refused.json().error.code], [400, 'invalid_request'])
})

async function create(person: Person, fields: object) {
  const { _id } = await newContact(person, fields)
  return { _id, status: await statusOf(person, _id) }
}

async function statusOf(person: Person, id: string): Promise<string> {
  return (await person.call('GET', `/api/contacts/${id}`)).json().data.status
}

/** As contacts are spelled that were made before there was one spelling. */
async function respell({ user }: Person, id: string, status: string): Promise<void> {
  const { organizationId } = user
  await db
    .updateTable('contacts')
    .set({ status })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  await db
    .updateTable('contactTallies')
    .set({ status })
    .where('organizationId', '=', organizationId)
    .where('status', '=', 'Lost')
    .where('contacts', '>', 0)
    .execute()
}
