import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newContact, newOrganization, newSuperadmin } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { namedSchemas } from '../platform/schemas.ts'
import { forgetCustomFields } from './forgotten-fields.ts'

const { app, db } = await startApp()
const root = await newSuperadmin({ app, db }, await newOrganization(app))

const deal = {
  name: 'Deal',
  isHidden: false,
  properties: {
    budget: { name: 'Budget', dataType: 'number', isHidden: false, description: 'in dollars' },
    plan: { name: 'Plan', dataType: 'select', isHidden: true, options: ['gold', 'silver'] },
  },
}
const person = {
  name: 'Person',
  isHidden: true,
  properties: { zip: { name: 'ZIP', dataType: 'string', isHidden: false, pattern: '^\\d{5}$' } },
}

test('an organization has no sections until it makes some; then it has them in their order', async () => {
  const ada = await newOrganization(app)
  assert.deepEqual(await sectionsOf(ada), [])
  const answer = await put(ada, [deal, person])
  assert.equal(answer.statusCode, 200, answer.body)
  const { message, organization, renamedProperties, sections } = answer.json()
  assert.deepEqual([message, renamedProperties], ['Sections updated successfully', {}])
  assert.deepEqual([organization.organizationId, organization.type], [ada.user.organizationId, 'Contact'])
  assert.deepEqual(withoutIds(sections), [deal, person])
  assert.deepEqual(await sectionsOf(ada), sections)
  assert.deepEqual(Object.keys(sections[0].properties), ['budget', 'plan'])
})

test('the same sections again change nothing, with the ids of their fields and without', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal, person])
  const sections = await sectionsOf(ada)
  await put(ada, [deal, person])
  await put(ada, sections)
  assert.deepEqual(await sectionsOf(ada), sections)
  assert.equal((await eventsOf(ada, 'contactSections.updated')).length, 1)
})

test('the order of sections and fields counts', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal, person])
  const { budget, plan } = deal.properties
  await put(ada, [person, { ...deal, properties: { plan, budget } }])
  const sections = await sectionsOf(ada)
  assert.deepEqual(
    sections.map(({ name }) => name),
    ['Person', 'Deal'],
  )
  assert.deepEqual(Object.keys(sections[1]!.properties), ['plan', 'budget'])
})

test('a field that comes by its _id under another name takes its data along, and a new one may have the old name', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal])
  const { _id } = await newContact(ada, { budget: 1200, plan: 'gold' })
  const { budget, plan } = (await sectionsOf(ada))[0]!.properties
  const renamed = [{ ...deal, properties: { amount: budget, plan, budget: { dataType: 'string' } } }]
  const answer = await put(ada, renamed)
  assert.deepEqual(answer.json().renamedProperties, { budget: 'amount' })
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.deepEqual([data.amount, data.plan, data.budget], [1200, 'gold', undefined])
  const filters = encodeURIComponent('{"amount":1200}')
  assert.equal((await ada.call('GET', `/api/contacts?customFilters=${filters}`)).json().total, 1)
  const [, event] = await eventsOf(ada, 'contactSections.updated')
  assert.deepEqual([event?.data['renamedProperties'], event?.data['removedProperties']], [{ budget: 'amount' }, []])

  const again = await put(ada, await sectionsOf(ada))
  assert.deepEqual(again.json().renamedProperties, {})
})

test('two fields can swap their names', async () => {
  const ada = await newOrganization(app)
  const properties = { a: { dataType: 'string' }, b: { dataType: 'string' } }
  await put(ada, [{ name: 'S', properties }])
  const { _id } = await newContact(ada, { a: 'was a', b: 'was b' })
  const present = (await sectionsOf(ada))[0]!.properties
  const answer = await put(ada, [{ name: 'S', properties: { a: present['b'], b: present['a'] } }])
  assert.deepEqual(answer.json().renamedProperties, { b: 'a', a: 'b' })
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.deepEqual([data.a, data.b], ['was b', 'was a'])
})

test('a field that no contact has a value in goes without a word', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal])
  await newContact(ada, { plan: 'gold' })
  const { plan } = deal.properties
  assert.equal((await put(ada, [{ ...deal, properties: { plan } }])).statusCode, 200)
  const retyped = { plan, budget: { dataType: 'string' } }
  assert.equal((await put(ada, [{ ...deal, properties: retyped }])).statusCode, 200)
})

for (const [what, budget] of [
  ['removed', undefined],
  ['of another type', { dataType: 'string' }],
] as const) {
  test(`a field with data is ${what} only by force, and then its data are gone`, async () => {
    const ada = await newOrganization(app)
    await put(ada, [deal])
    const contact = await newContact(ada, { budget: 1200, plan: 'gold' })
    await newContact(ada, { budget: 0 })
    await newContact(ada)
    const { plan } = deal.properties
    const changed = [{ ...deal, properties: budget ? { budget, plan } : { plan } }]
    const refused = await put(ada, changed)
    assert.deepEqual([refused.statusCode, refused.json().error.code], [409, 'field_has_data'])
    const message = '2 contacts have a value in budget.'
    assert.deepEqual(refused.json().error.details, [{ field: 'budget', message }])
    assert.equal((await sectionsOf(ada))[0]!.properties['budget']?.dataType, 'number')

    assert.equal((await put(ada, changed, { isForced: true })).statusCode, 200)
    const { data } = (await ada.call('GET', `/api/contacts/${contact._id}`)).json()
    assert.deepEqual([data.budget, data.plan], [undefined, 'gold'])
    const [, event] = await eventsOf(ada, 'contactSections.updated')
    assert.deepEqual(event?.data['removedProperties'], ['budget'])
    await forgetWhatIsLost(ada)
    assert.deepEqual(await keptValues(ada), [['gold']])
  })
}

test('a field that was removed and made again is empty', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal])
  const { _id } = await newContact(ada, { budget: 1200 })
  await put(ada, [], { isForced: true })
  await put(ada, [deal])
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.equal(data.budget, undefined)
})

test('every name that a contact has already is refused for a field, however it is written', async () => {
  const ada = await newOrganization(app)
  const contact = namedSchemas().find(({ $id }: { $id?: string }) => $id === 'Contact') as { properties: object }
  for (const key of [...Object.keys(contact.properties), 'FIRSTNAME', 'customFields', 'pipelineId', 'constructor']) {
    const answer = await put(ada, [{ name: 'S', properties: { [key]: { dataType: 'string' } } }])
    const code = /^[A-Za-z]/.test(key) ? 'protected_field' : 'invalid_request'
    assert.deepEqual([key, answer.statusCode, answer.json().error.code], [key, 400, code])
  }
  assert.deepEqual(await sectionsOf(ada), [])
})

const text = { dataType: 'string' }
const refused: Array<[what: string, sections: object[]]> = [
  ['a name with a space', [{ name: 'S', properties: { 'my field': text } }]],
  ['a name that begins with a digit', [{ name: 'S', properties: { '1st': text } }]],
  ['no name', [{ name: 'S', properties: { '': text } }]],
  ['a name of 65 letters', [{ name: 'S', properties: { ['x'.repeat(65)]: text } }]],
  [
    'one name in two sections',
    [
      { name: 'S', properties: { a: text } },
      { name: 'T', properties: { a: text } },
    ],
  ],
  ['a type that is none', [{ name: 'S', properties: { a: { dataType: 'object' } } }]],
  ['no type', [{ name: 'S', properties: { a: { name: 'A' } } }]],
  ['a select without options', [{ name: 'S', properties: { a: { dataType: 'select' } } }]],
  ['a select with none', [{ name: 'S', properties: { a: { dataType: 'select', options: [] } } }]],
  ['one option twice', [{ name: 'S', properties: { a: { dataType: 'select', options: ['x', 'x'] } } }]],
  ['options of a number', [{ name: 'S', properties: { a: { dataType: 'number', options: ['1'] } } }]],
  ['a pattern of a number', [{ name: 'S', properties: { a: { dataType: 'number', pattern: '1' } } }]],
  ['a pattern that is none', [{ name: 'S', properties: { a: { ...text, pattern: '(' } } }]],
  ['a pattern of 201 characters', [{ name: 'S', properties: { a: { ...text, pattern: 'x'.repeat(201) } } }]],
  ['an _id of no field', [{ name: 'S', properties: { a: { ...text, _id: 'f'.repeat(24) } } }]],
  ['51 sections', Array.from({ length: 51 }, () => ({ name: 'S', properties: {} }))],
  [
    '301 fields',
    [{ name: 'S', properties: Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`f${n}`, text])) }],
  ],
]
for (const [what, sections] of refused) {
  test(`${what} is refused, and nothing is kept`, async () => {
    const ada = await newOrganization(app)
    const answer = await put(ada, sections)
    assert.equal(answer.statusCode, 400, answer.body)
    assert.deepEqual([await sectionsOf(ada), await eventsOf(ada, 'contactSections.updated')], [[], []])
  })
}

test('the _id of another organization’s field, and one that stands twice, are refused', async () => {
  const [ada, other] = [await newOrganization(app), await newOrganization(app)]
  await put(other, [deal])
  const { budget } = (await sectionsOf(other))[0]!.properties
  assert.equal((await put(ada, [{ name: 'S', properties: { a: budget } }])).statusCode, 400)
  assert.equal((await put(other, [{ name: 'S', properties: { a: budget, b: budget } }])).statusCode, 400)
  assert.equal((await sectionsOf(other)).length, 1)
})

test('the same field made five times at once is made once', async () => {
  const ada = await newOrganization(app)
  const answers = await atOnce(5, () => put(ada, [deal]))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200, 200, 200, 200],
  )
  const ids = answers.map((answer) => answer.json().sections[0].properties.budget._id)
  assert.equal(new Set(ids).size, 1)
  assert.equal((await eventsOf(ada, 'contactSections.updated')).length, 1)
})

test('everybody in the organization reads its sections, its ADMIN and a SUPERADMIN change them, a stranger finds nothing', async () => {
  const [ada, stranger] = [await newOrganization(app), await newOrganization(app)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  const url = `/api/organizations/sections/${ada.user.organizationId}?type=Contact`
  assert.equal((await root.call('PUT', url, { sections: [deal] })).statusCode, 200)
  assert.deepEqual(withoutIds((await rep.call('GET', url)).json()), [deal])
  assert.equal((await rep.call('PUT', url, { sections: [] })).statusCode, 403)
  for (const method of ['GET', 'PUT']) {
    const answer = await stranger.call(method, url, method === 'PUT' ? { sections: [] } : undefined)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [404, 'organization_not_found'])
  }
})

test('values are forgotten piece by piece, and of the fields that are gone alone', async () => {
  const ada = await newOrganization(app)
  await put(ada, [deal])
  const { budget } = (await sectionsOf(ada))[0]!.properties
  const contacts = []
  for (const each of [1, 2, 3]) contacts.push(await newContact(ada, { budget: each, plan: 'gold' }))
  const { organizationId } = ada.user
  const forgotten = { organizationId, fieldIds: [budget!._id], after: contacts[0]!._id }
  await forgetCustomFields(db, forgotten)
  await forgetCustomFields(db, forgotten)
  assert.deepEqual(await keptValues(ada), [[1, 'gold'], ['gold'], ['gold']])
})

interface Section {
  name: string
  properties: Record<string, { _id: string; dataType: string }>
}

function put(admin: Person, sections: object[], more: object = {}) {
  return admin.call('PUT', `/api/organizations/sections/${admin.user.organizationId}?type=Contact`, {
    sections,
    ...more,
  })
}

async function sectionsOf({ user, call }: Person): Promise<Section[]> {
  return (await call('GET', `/api/organizations/sections/${user.organizationId}?type=Contact`)).json()
}

function withoutIds(sections: Section[]): object[] {
  return sections.map((section) => ({
    ...section,
    properties: Object.fromEntries(Object.entries(section.properties).map(([key, { _id, ...rest }]) => [key, rest])),
  }))
}

/** Does what the worker was asked to. */
async function forgetWhatIsLost({ user }: Person): Promise<void> {
  const asked = await sql<{ payload: Parameters<typeof forgetCustomFields>[1] }>`
    select payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'forget_custom_fields'
  `.execute(db)
  const own = asked.rows.filter(({ payload }) => payload.organizationId === user.organizationId)
  assert.equal(own.length, 1)
  await forgetCustomFields(db, own[0]!.payload)
}

/** What stands in the database, of contacts that have anything. */
async function keptValues({ user }: Person): Promise<unknown[][]> {
  const rows = await db
    .selectFrom('contacts')
    .select('customFields')
    .where('organizationId', '=', user.organizationId)
    .orderBy('id')
    .execute()
  return rows.map(({ customFields }) => Object.values(customFields)).filter((each) => each.length > 0)
}
