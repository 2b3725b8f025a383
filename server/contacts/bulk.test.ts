import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'

const { app } = await startApp()

async function threeOf(ada: Person, fields: object = {}): Promise<string[]> {
  return [await newContact(ada, fields), await newContact(ada, fields), await newContact(ada, fields)].map(
    ({ _id }) => _id,
  )
}

async function read(person: Person, id: string) {
  return (await person.call('GET', `/api/contacts/${id}`)).json().data
}

test('a status is set on many at once, with an event for each that changes', async () => {
  const ada = await newOrganization(app)
  const [first, ...others] = await threeOf(ada)
  await ada.call('PATCH', `/api/contacts/${first}`, { status: 'Customer' })
  const missing = newId()
  const contactIds = [first, ...others, missing]
  const set = () => ada.call('PUT', '/api/contacts/bulk-update-status', { contactIds, status: 'Customer' })
  const { matchedCount, modifiedCount, notFound } = (await set()).json()
  assert.deepEqual([matchedCount, modifiedCount, notFound], [3, 2, [missing]])
  const events = await eventsOf(ada, 'contact.updated')
  assert.deepEqual(
    events.slice(1).map(({ subjectId, data }) => [subjectId, data['status']]),
    others.toSorted().map((id) => [id, 'Customer']),
  )
  assert.equal((await set()).json().modifiedCount, 0)
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 3)
})

test('a status may be named by its stage’s id, and must not contradict it', async () => {
  const ada = await newOrganization(app)
  const contactIds = await threeOf(ada)
  const { stages } = (await ada.call('GET', '/api/pipelines')).json().data
  const set = (fields: object) => ada.call('PUT', '/api/contacts/bulk-update-status', { contactIds, ...fields })
  assert.equal((await set({ pipelineStageId: stages[2]._id })).json().modifiedCount, 3)
  assert.equal((await read(ada, contactIds[0]!)).status, 'Qualified')
  assert.equal((await set({ pipelineStageId: stages[2]._id, status: 'Lost' })).statusCode, 400)
  assert.equal((await set({})).statusCode, 400)
})

test('a move of many says of each where it stood, so that it can be taken back', async () => {
  const ada = await newOrganization(app)
  const contactIds = (await threeOf(ada)).toSorted()
  const { stages } = (await ada.call('GET', '/api/pipelines')).json().data
  const set = (ids: string[], stage: { _id: string }) =>
    ada.call('PUT', '/api/contacts/bulk-update-status', { contactIds: ids, pipelineStageId: stage._id })
  await set([contactIds[0]!], stages[1])
  const { previous } = (await set(contactIds, stages[2])).json()
  assert.deepEqual(
    previous.map(({ _id, status, pipelineStageId }: Record<string, string>) => [_id, status, pipelineStageId]),
    contactIds.map((id, index) => [id, stages[index === 0 ? 1 : 0].name, stages[index === 0 ? 1 : 0]._id]),
  )
  const events = (await eventsOf(ada, 'contact.updated')).slice(-3)
  assert.deepEqual(
    events.map(({ data }) => [data['previousStatus'], data['status']]),
    contactIds.map((_, index) => [stages[index === 0 ? 1 : 0].name, stages[2].name]),
  )
  assert.deepEqual((await set(contactIds, stages[2])).json().previous, [])
})

test('many are deleted at once, and their numbers are free again', async () => {
  const ada = await newOrganization(app)
  const contactIds = await threeOf(ada)
  const { phoneNumber } = await read(ada, contactIds[0]!)
  const remove = () => ada.call('DELETE', '/api/contacts/bulk-delete', { contactIds })
  assert.equal((await remove()).json().deletedCount, 3)
  assert.equal((await eventsOf(ada, 'contact.deleted')).length, 3)
  assert.equal((await remove()).json().error.code, 'contact_not_found')
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 0)
  assert.equal((await newContact(ada, { phoneNumber })).phoneNumber, phoneNumber)
})

test('owner and assignees of many change together, and only what is news is told', async () => {
  const ada = await newOrganization(app)
  const [ben, cid] = [await newColleague(app, ada, 'SALES_REP'), await newColleague(app, ada, 'SALES_REP')]
  const contactIds = await threeOf(ada, { assignees: [cid.user.id] })
  const assign = (fields: object) => ada.call('PUT', '/api/contacts/bulk-assign', { contactIds, ...fields })
  const change = {
    userId: ben.user.id,
    addAssignees: [ada.user.id, ben.user.id],
    removeAssignees: [cid.user.id, ada.user.id],
  }
  assert.equal((await assign(change)).json().modifiedCount, 3)
  const contact = await read(ada, contactIds[1]!)
  assert.deepEqual([contact.userId, contact.assignees, contact.__v], [ben.user.id, [ben.user.id], 1])
  assert.equal((await eventsOf(ada, 'contact.reassigned')).length, 3)
  assert.equal((await assign(change)).json().modifiedCount, 0)
  assert.equal((await assign({ removeAssignees: [ben.user.id] })).json().modifiedCount, 3)
  assert.equal((await eventsOf(ada, 'contact.reassigned')).length, 3)
  assert.equal((await eventsOf(ada, 'contact.updated')).length, 6)
})

test('a rep changes in bulk what the rep may see, and the rest is not found', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [hers] = await threeOf(ada)
  const { _id: own } = await newContact(ada, { userId: rep.user.id })
  const contactIds = [hers, own]
  const answers = [
    await rep.call('PUT', '/api/contacts/bulk-tag', { contactIds, add: ['mine'] }),
    await rep.call('PUT', '/api/contacts/bulk-update-status', { contactIds, status: 'Lost' }),
    await rep.call('DELETE', '/api/contacts/bulk-delete', { contactIds }),
  ]
  for (const answer of answers) assert.deepEqual(answer.json().notFound, [hers])
  const { status, tags } = await read(ada, hers!)
  assert.deepEqual([status, tags], ['New Lead', []])
})

test('more than a thousand are refused', async () => {
  const ada = await newOrganization(app)
  const contactIds = Array.from({ length: 1001 }, () => newId())
  const response = await ada.call('DELETE', '/api/contacts/bulk-delete', { contactIds })
  assert.equal(response.statusCode, 400)
  assert.equal(response.json().error.details[0].field, 'contactIds')
})
