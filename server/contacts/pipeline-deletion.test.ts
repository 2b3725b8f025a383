import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newOrganization, whileHeld } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

interface Pipeline {
  _id: string
  name: string
  isFirst: boolean
  stages: Array<{ _id: string }>
}

async function create(admin: Person, name = 'Renewals'): Promise<Pipeline> {
  return (await admin.call('POST', '/api/pipelines/create', { name, stages: ['Due', 'Lost'] })).json().data
}

async function list(person: Person): Promise<Pipeline[]> {
  return (await person.call('GET', '/api/pipelines/list')).json().data
}

function remove(person: Person, { _id }: Pipeline) {
  return person.call('DELETE', `/api/pipelines/${_id}`)
}

test('an empty pipeline is deleted once, with its stages, and its name is free again', async () => {
  const ada = await newOrganization(app)
  const made = await create(ada)
  assert.equal((await remove(ada, made)).statusCode, 200)
  assert.equal((await remove(ada, made)).statusCode, 404)
  assert.equal((await list(ada)).length, 1)
  const events = await eventsOf(ada, 'pipeline.deleted')
  assert.deepEqual(
    events.map(({ subjectId, data }) => [subjectId, data['name']]),
    [[made._id, 'Renewals']],
  )
  assert.equal((await create(ada)).name, 'Renewals')
})

test('one that contacts are in is kept, and says how many; once they are elsewhere it goes', async () => {
  const ada = await newOrganization(app)
  const made = await create(ada)
  const { _id } = await newContact(ada, { pipelineId: made._id })
  await newContact(ada)
  const refused = await remove(ada, made)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'pipeline_in_use'])
  assert.match(refused.json().message, /^A contact is in this pipeline/)
  const [first] = await list(ada)
  await ada.call('PATCH', `/api/contacts/${_id}`, { pipelineId: first!._id })
  assert.equal((await remove(ada, made)).statusCode, 200)
})

test('the default pipeline and the first one stay', async () => {
  const ada = await newOrganization(app)
  const [first] = await list(ada)
  const made = await create(ada)
  assert.equal((await remove(ada, first!)).json().error.code, 'pipeline_is_default')
  await ada.call('POST', '/api/pipelines/set-default', { pipelineId: made._id })
  assert.equal((await remove(ada, made)).json().error.code, 'pipeline_is_default')
  assert.equal((await remove(ada, first!)).json().error.code, 'pipeline_is_first')
  assert.deepEqual(
    (await list(ada)).map(({ isFirst }) => isFirst),
    [false, true],
  )
})

test('only admins delete pipelines, and of strangers there is none', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const made = await create(ada)
  assert.equal((await remove(eve, made)).statusCode, 404)
  assert.equal((await remove(await newColleague(app, ada, 'SALES_REP'), made)).statusCode, 403)
  assert.equal((await list(ada)).length, 2)
})

test('a contact that comes into a pipeline while it is being deleted finds it gone', async () => {
  const ada = await newOrganization(app)
  const made = await create(ada)
  const { _id } = await newContact(ada)
  const moved = await whileHeld(
    db,
    (trx) =>
      trx
        .deleteFrom('pipelines')
        .where('organizationId', '=', ada.user.organizationId)
        .where('id', '=', made._id)
        .execute(),
    () => ada.call('PATCH', `/api/contacts/${_id}`, { pipelineId: made._id }),
  )
  assert.equal(moved.statusCode, 404, moved.body)
})

test('what a merge took from a pipeline that is gone comes back into the first one', async () => {
  const ada = await newOrganization(app)
  const [first] = await list(ada)
  const made = await create(ada)
  const [target, source] = [await newContact(ada), await newContact(ada, { pipelineId: made._id })]
  const merged = await ada.call('POST', '/api/contacts/merge', { sourceId: source._id, targetId: target._id })
  assert.equal((await remove(ada, made)).statusCode, 200)
  const undone = await ada.call('POST', `/api/contacts/merges/${merged.json().data.mergeId}/undo`)
  assert.equal(undone.statusCode, 200, undone.body)
  const back = (await ada.call('GET', `/api/contacts/${source._id}`)).json().data
  assert.deepEqual([back.pipelineId, back.status], [first!._id, 'Due'])
})
