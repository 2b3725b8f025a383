import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import {
  atOnce,
  eventsOf,
  newChannel,
  newColleague,
  newContact,
  newInbound,
  newOrganization,
} from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { importFile } from '../../test/routes/import-file.ts'

const { app, db } = await startApp({ worker: true })

interface Pipeline {
  _id: string
  name: string
  isDefault: boolean
  stages: Array<{ _id: string; name: string }>
}

async function create(
  admin: Person,
  name = 'Renewals',
  stages: unknown[] = ['Due', 'Talking', 'New Lead'],
): Promise<Pipeline> {
  const made = await admin.call('POST', '/api/pipelines/create', { name, stages })
  assert.equal(made.statusCode, 201, made.body)
  return made.json().data
}

async function list(person: Person): Promise<Pipeline[]> {
  return (await person.call('GET', '/api/pipelines/list')).json().data
}

async function read(person: Person, id: string) {
  return (await person.call('GET', `/api/contacts/${id}`)).json().data
}

async function choose(admin: Person, pipelineId: string) {
  return admin.call('POST', '/api/pipelines/set-default', { pipelineId })
}

async function counts(person: Person, body: object = {}): Promise<Record<string, number>> {
  return (await person.call('POST', '/api/contacts/counts', body)).json()
}

test('a pipeline is created beside the default one, which stays so', async () => {
  const ada = await newOrganization(app)
  const made = await create(ada)
  assert.deepEqual(
    [made.name, made.isDefault, made.stages.map(({ name }) => name)],
    ['Renewals', false, ['Due', 'Talking', 'New Lead']],
  )
  const all = await list(ada)
  assert.deepEqual(
    all.map(({ name, isDefault }) => [name, isDefault]),
    [
      ['Contact pipeline', true],
      ['Renewals', false],
    ],
  )
  const [, event] = await eventsOf(ada, 'pipeline.created')
  assert.equal(event!.subjectId, made._id)
  const again = await ada.call('POST', '/api/pipelines/create', { name: ' Renewals ', stages: ['Other'] })
  assert.deepEqual([again.statusCode, again.json().error.code], [409, 'pipeline_name_taken'])
})

test('contacts come into another pipeline by its id, by a stage of it, and stay where they are otherwise', async () => {
  const ada = await newOrganization(app)
  const [first] = await list(ada)
  const other = await create(ada)
  const [due, talking, lead] = other.stages
  const { _id } = await newContact(ada)
  assert.deepEqual(placeOf(await read(ada, _id)), [first!._id, first!.stages[0]!._id, 'New Lead'])

  // In the stage of the same name, since there is one.
  await ada.call('PATCH', `/api/contacts/${_id}`, { pipelineId: other._id })
  assert.deepEqual(placeOf(await read(ada, _id)), [other._id, lead!._id, 'New Lead'])
  await ada.call('PUT', '/api/contact', { _id, pipelineStage: talking!._id })
  assert.deepEqual(placeOf(await read(ada, _id)), [other._id, talking!._id, 'Talking'])
  await ada.call('PUT', '/api/contact', { _id, status: 'Whatever' })
  assert.deepEqual(placeOf(await read(ada, _id)), [other._id, null, 'Whatever'])
  await ada.call('PUT', '/api/contact', { _id, pipelineId: first!._id })
  assert.deepEqual(placeOf(await read(ada, _id)), [first!._id, first!.stages[0]!._id, 'New Lead'])

  const made = await newContact(ada, { pipelineId: other._id })
  assert.deepEqual(placeOf(made as never), [other._id, due!._id, 'Due'])
  const moved = await ada.call('PUT', '/api/contacts/bulk-update-status', {
    contactIds: [_id, made._id],
    pipelineStageId: lead!._id,
  })
  assert.equal(moved.json().modifiedCount, 2)
  assert.deepEqual(placeOf(await read(ada, _id)), [other._id, lead!._id, 'New Lead'])
})

test('lists, buckets and counts of a pipeline hold what is in it, exactly', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const [first] = await list(ada)
  const other = await create(ada)
  await newContact(ada)
  const mine = { userId: rep.user.id, assignees: [rep.user.id] }
  const inside = await newContact(ada, { pipelineId: other._id, status: 'New Lead', ...mine })
  await newContact(ada, { pipelineId: other._id, ...mine })
  for (const person of [ada, rep]) {
    const listed = (await person.call('GET', `/api/contacts?pipelineId=${other._id}&status=New+Lead`)).json()
    assert.deepEqual([listed.total, listed.data[0]._id], [1, inside._id])
    assert.deepEqual(await counts(person, { pipelineId: other._id }), { Due: 1, Talking: 0, 'New Lead': 1 })
    for (const url of ['/api/contacts', '/api/contacts/statuses']) {
      const { data, stageIdByName, stageNameById } = (await person.call('POST', url, { pipelineId: other._id })).json()
      assert.deepEqual(Object.keys(data), ['Due', 'Talking', 'New Lead'])
      assert.deepEqual([data['New Lead'].total, data['New Lead'].contacts[0]._id], [1, inside._id])
      assert.deepEqual([stageIdByName.Due, stageNameById[other.stages[0]!._id]], [other.stages[0]!._id, 'Due'])
      assert.equal(Object.keys(stageNameById).length, 3)
    }
    const body = { status: 'New Lead', pipelineId: other._id }
    const { total, pipelineStage } = (await person.call('POST', '/api/contacts/status', body)).json()
    assert.deepEqual([total, pipelineStage], [1, other.stages[2]!._id])
  }
  assert.equal((await counts(ada, { pipelineId: first!._id }))['New Lead'], 1)
  assert.equal((await counts(ada))['New Lead'], 2)
  const inStage = (await ada.call('GET', `/api/contacts?pipelineStage=${first!.stages[0]!._id}`)).json()
  assert.equal(inStage.total, 1)
  const wrong = await ada.call('GET', `/api/contacts?pipelineId=${other._id}&pipelineStage=${first!.stages[0]!._id}`)
  assert.equal(wrong.statusCode, 400)
  assert.deepEqual(await countContradictions(ada), [])
})

test('new contacts begin in the default pipeline, however they come; the others stay where they are', async () => {
  const ada = await newOrganization(app)
  const before = await newContact(ada)
  const [first] = await list(ada)
  const other = await create(ada)
  assert.equal((await choose(ada, other._id)).json().data.isDefault, true)
  assert.equal((await choose(ada, other._id)).statusCode, 200)
  assert.equal((await eventsOf(ada, 'pipeline.madeDefault')).length, 1)

  const written = await newInbound(ada, await newChannel(ada))
  const made = await newContact(ada)
  for (const id of [written.contactId, made._id]) {
    assert.deepEqual(placeOf(await read(ada, id)), [other._id, other.stages[0]!._id, 'Due'])
  }
  assert.equal((await read(ada, before._id)).pipelineId, first!._id)
  const { data } = (await ada.call('GET', '/api/pipelines')).json()
  assert.deepEqual([data._id, data.isDefault], [other._id, true])
  assert.equal((await list(ada))[0]!._id, other._id)
  assert.deepEqual(await countContradictions(ada), [])
})

test('imported contacts come into the default pipeline', async () => {
  const ada = await newOrganization(app)
  const other = await create(ada)
  await choose(ada, other._id)
  const { _id } = (await ada.call('POST', '/api/contacts/imports', importFile('Phone\n+14155550100\n'))).json()
  await ada.call('POST', `/api/contacts/imports/${_id}/start`, {})
  for (;;) {
    const { data } = (await ada.call('GET', '/api/contacts')).json()
    if (data[0]) {
      assert.equal(data[0].pipelineId, other._id)
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  assert.deepEqual(await countContradictions(ada), [])
})

test('of two who choose a default at once both are answered, and one pipeline is it', async () => {
  const ada = await newOrganization(app)
  const made = [await create(ada, 'One'), await create(ada, 'Two')]
  const answers = await atOnce(4, (index) => choose(ada, made[index % 2]!._id))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200, 200],
  )
  assert.equal((await list(ada)).filter(({ isDefault }) => isDefault).length, 1)
})

test('a stage that is renamed takes along only the contacts of its pipeline', async () => {
  const ada = await newOrganization(app)
  const other = await create(ada)
  const [outside, inside] = [
    await newContact(ada),
    await newContact(ada, { pipelineId: other._id, status: 'New Lead' }),
  ]
  const stages = [{ oldStage: 'New Lead', newStage: 'Fresh' }, 'Due']
  const saved = await ada.call('POST', `/api/pipelines?pipelineId=${other._id}`, { stages })
  assert.deepEqual([saved.statusCode, saved.json().data.name], [200, 'Renewals'])
  assert.equal((await read(ada, outside._id)).status, 'New Lead')
  assert.deepEqual(placeOf(await read(ada, inside._id)), [other._id, other.stages[2]!._id, 'Fresh'])
})

test('a merge takes the pipeline with the status', async () => {
  const ada = await newOrganization(app)
  const other = await create(ada)
  const [target, source] = [await newContact(ada), await newContact(ada, { pipelineId: other._id })]
  const resolution = { status: 'source' }
  const body = { sourceId: source._id, targetId: target._id, resolution }
  const { mergeId, contact } = (await ada.call('POST', '/api/contacts/merge', body)).json().data
  assert.deepEqual([contact.pipelineId, contact.status], [other._id, 'Due'])
  await ada.call('POST', `/api/contacts/merges/${mergeId}/undo`)
  assert.equal((await read(ada, target._id)).status, 'New Lead')
  assert.notEqual((await read(ada, target._id)).pipelineId, other._id)
  assert.equal((await read(ada, source._id)).pipelineId, other._id)
  assert.deepEqual(await countContradictions(ada), [])
})

test('pipelines of strangers, and of applications, are none for contacts; reps make none', async () => {
  const [ada, eve] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const foreign = await create(eve)
  const made = await ada.call('POST', '/api/pipelines/create', {
    name: 'Jobs',
    type: 'Application',
    stages: ['Applied'],
  })
  const application = made.json().data as Pipeline
  const { _id } = await newContact(ada)
  for (const { _id: pipelineId, stages } of [foreign, application]) {
    assert.equal((await ada.call('PATCH', `/api/contacts/${_id}`, { pipelineId })).statusCode, 404)
    assert.equal((await ada.call('PATCH', `/api/contacts/${_id}`, { pipelineStage: stages[0]!._id })).statusCode, 404)
  }
  assert.equal((await choose(ada, foreign._id)).statusCode, 404)
  assert.equal((await choose(rep, application._id)).statusCode, 403)
  assert.equal((await rep.call('POST', '/api/pipelines/create', { name: 'Mine', stages: ['A'] })).statusCode, 403)
  assert.equal((await list(rep)).length, 1)
})

function placeOf({ pipelineId, pipelineStage, status }: Record<string, unknown>): unknown[] {
  return [pipelineId, pipelineStage, status]
}

async function countContradictions({ user: { organizationId } }: Person): Promise<string[]> {
  const found = await contradictions(db, organizationId)
  return found.filter((each) => each.startsWith('the contacts are counted'))
}
