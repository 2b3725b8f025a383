import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'

const { app, db } = await startApp({ worker: true })

async function save(person: Person, stages: unknown[]) {
  return person.call('POST', '/api/pipelines', { name: 'Leads', stages })
}

async function stagesOf(person: Person): Promise<Array<{ _id: string; name: string; color: string }>> {
  return (await person.call('GET', '/api/pipelines?type=Contact')).json().data.stages
}

async function counts(person: Person): Promise<Record<string, number>> {
  return (await person.call('POST', '/api/contacts/counts')).json()
}

test('an organization has stages before anybody sets any, made once for all who ask first', async () => {
  const ada = await newOrganization(app)
  const read = await atOnce(5, () => stagesOf(ada))
  for (const stages of read) assert.deepEqual(stages, read[0])
  assert.equal(read[0]![0]!.name, 'New Lead')
  assert.equal((await eventsOf(ada, 'pipeline.created')).length, 1)
})

test('a stage that is renamed keeps its id and takes its contacts along', async () => {
  const ada = await newOrganization(app)
  const [lead] = await stagesOf(ada)
  const [one] = [await newContact(ada), await newContact(ada, { status: 'Lost' })]
  const response = await save(ada, [{ oldStage: 'New Lead', newStage: 'Fresh', color: '#2563eb' }, { newStage: 'won' }])
  assert.equal(response.statusCode, 200, response.body)
  assert.equal(response.json().data.isMoving, false)
  const stages = await stagesOf(ada)
  assert.deepEqual([stages[0], stages[1]!.name], [{ _id: lead!._id, name: 'Fresh', color: '#2563eb' }, 'won'])
  assert.deepEqual(await counts(ada), { Fresh: 1, won: 0, Lost: 1 })
  const [event] = await eventsOf(ada, 'contact.updated')
  assert.deepEqual([event!.subjectId, event!.data['status'], event!.actorId], [one._id, 'Fresh', ada.user.id])
  const { _id } = await newContact(ada)
  assert.equal((await ada.call('GET', `/api/contacts/${_id}`)).json().data.status, 'Fresh')
})

test('names that move up one after another take each contact one step', async () => {
  const ada = await newOrganization(app)
  await save(ada, [{ newStage: 'A' }, { newStage: 'B' }])
  await newContact(ada, { status: 'A' })
  for (const _ of [1, 2]) await newContact(ada, { status: 'B' })
  await save(ada, [
    { oldStage: 'A', newStage: 'B' },
    { oldStage: 'B', newStage: 'C' },
  ])
  assert.deepEqual(await counts(ada), { B: 1, C: 2 })
})

const refused: Array<[what: string, stages: unknown[]]> = [
  ['two of one name', [{ newStage: 'A' }, { newStage: ' A ' }]],
  [
    'a swap',
    [
      { oldStage: 'A', newStage: 'B' },
      { oldStage: 'B', newStage: 'A' },
    ],
  ],
  [
    'one that goes on twice',
    [
      { oldStage: 'A', newStage: 'B' },
      { oldStage: 'A', newStage: 'C' },
    ],
  ],
  ['one without a name', [{ newStage: ' ' }]],
  ['a colour in words', [{ newStage: 'A', color: 'red' }]],
  ['none', []],
]
for (const [what, stages] of refused) {
  test(`stages with ${what} are refused`, async () => {
    const ada = await newOrganization(app)
    const before = await stagesOf(ada)
    assert.equal((await save(ada, stages)).statusCode, 400)
    assert.deepEqual(await stagesOf(ada), before)
  })
}

test('only admins set stages', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  assert.equal((await save(rep, [{ newStage: 'A' }])).statusCode, 403)
})

test('more contacts than one transaction should move follow soon after, each once', async () => {
  const ada = await newOrganization(app)
  await addContacts(ada, 2500)
  const response = await save(ada, [{ oldStage: 'New Lead', newStage: 'Fresh' }])
  assert.equal(response.json().data.isMoving, true)
  const during = await save(ada, [{ oldStage: 'Fresh', newStage: 'Other' }])
  if (during.statusCode !== 200) assert.equal(during.json().error.code, 'contacts_still_moving')
  const name = during.statusCode === 200 ? 'Other' : 'Fresh'
  await until(async () => !(await ada.call('GET', '/api/pipelines')).json().data.isMoving, 'all to have moved')
  assert.deepEqual(await counts(ada), { [name]: 2500 })
  const found = await contradictions(db, ada.user.organizationId)
  assert.deepEqual(
    found.filter((each) => each.startsWith('the contacts are counted')),
    [],
  )
})

/** As an import would. */
async function addContacts({ user: { organizationId, id } }: Person, number: number): Promise<void> {
  const at = new Date()
  const rows = Array.from({ length: number }, () => newId(at))
  await sql`
    insert into contacts (organization_id, id, user_id, created_by_id, status, process, source, last_activity_at, created_at, updated_at)
    select ${organizationId}, added.id, ${id}, ${id}, 'New Lead', '', 'API', ${at}, ${at}, ${at}
    from unnest(${rows}::text[]) as added (id)
  `.execute(db.withoutPlugins())
  for (const table of [
    'contact_counts (organization_id, slot, contacts)',
    'contact_tallies (organization_id, status, user_id, slot, contacts)',
  ]) {
    const what = table.includes('tallies') ? sql`status, user_id,` : sql``
    await sql`
      insert into ${sql.raw(table)}
      select organization_id, ${what} ('x' || right(id, 1))::bit(4)::int as slot, count(*) from contacts
      where organization_id = ${organizationId} group by organization_id, ${what} slot
    `.execute(db.withoutPlugins())
  }
}
