import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newContact, newNumber, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'
import { namedSchemas } from '../platform/schemas.ts'
import { havingCustomFields } from './custom-fields.ts'

const { app, db } = await startApp()

const properties = {
  plan: { name: 'Plan', dataType: 'select', options: ['gold', 'silver'] },
  budget: { name: 'Budget', dataType: 'number' },
  is_vip: { name: 'VIP', dataType: 'boolean' },
  birthday: { name: 'Birthday', dataType: 'date' },
  site: { name: 'Site', dataType: 'url' },
  billing: { name: 'Billing', dataType: 'email' },
  fax: { name: 'Fax', dataType: 'phone' },
  remark: { name: 'Remark', dataType: 'string' },
}
const values = {
  plan: 'gold',
  budget: 1200.5,
  is_vip: false,
  birthday: '1990-12-31',
  site: 'https://example.com',
  billing: 'billing@example.com',
  fax: '+14155552671',
  remark: 'Loves "quotes" & ünïcode',
}

test('a new contact has its own fields at the top level, in every answer and in its event', async () => {
  const ada = await newOrganizationWith(properties)
  const asked = { phoneNumber: newNumber(), ...values, billing: 'Billing@Example.com', fax: '(415) 555-2671' }
  const created = await ada.call('POST', '/api/contact', asked)
  assert.equal(created.statusCode, 201, created.body)
  const { contact } = created.json()
  assert.deepEqual(ownOf(contact), values)
  assert.deepEqual(ownOf((await ada.call('GET', `/api/contacts/${contact._id}`)).json().data), values)
  assert.deepEqual(ownOf((await ada.call('GET', '/api/contacts')).json().data[0]), values)
  const [event] = await eventsOf(ada, 'contact.created')
  assert.deepEqual(event?.data['customFields'], values)
})

test('an update changes the fields it names, and null takes one away', async () => {
  const ada = await newOrganizationWith(properties)
  const { _id } = await newContact(ada, values)
  const patched = await ada.call('PATCH', `/api/contacts/${_id}`, { budget: 7, plan: null })
  const { plan: _plan, ...rest } = values
  assert.deepEqual(ownOf(patched.json().data.contact), { ...rest, budget: 7 })
  const put = await ada.call('PUT', '/api/contact', { _id, plan: 'silver', firstName: 'Janet' })
  assert.deepEqual(ownOf(put.json().contact), { ...rest, budget: 7, plan: 'silver' })
  assert.equal(put.json().contact.firstName, 'Janet')
  const events = await eventsOf(ada, 'contact.updated')
  assert.deepEqual(events.at(-1)?.data['customFields'], { ...rest, budget: 7, plan: 'silver' })
})

test('they may as well be sent as customFields', async () => {
  const ada = await newOrganizationWith(properties)
  const contact = await newContact(ada, { customFields: { plan: 'gold' }, budget: 3 })
  assert.deepEqual(ownOf(contact), { plan: 'gold', budget: 3 })
})

test('names for which there is no field are ignored, whatever they hold', async () => {
  const ada = await newOrganizationWith(properties)
  const strange = { unknown: { deep: [1] }, version: 12, organizationId: 'f'.repeat(24), constructor: 'x', toString: 1 }
  const contact = await newContact(ada, { ...strange, plan: 'gold' })
  assert.deepEqual(ownOf(contact), { plan: 'gold' })
  const changed = await ada.call('PATCH', `/api/contacts/${contact._id}`, strange)
  assert.equal(changed.statusCode, 200, changed.body)
  assert.deepEqual(ownOf(changed.json().data.contact), { plan: 'gold' })
  assert.equal(changed.json().data.contact.organizationId, ada.user.organizationId)
  assert.equal((await newOrganization(app).then((bob) => newContact(bob, values)))._id.length, 24)
})

const wrong = {
  plan: 'bronze',
  budget: '12',
  is_vip: 'no',
  birthday: '1990-02-30',
  site: 'x',
  billing: 'x',
  fax: 'x',
  remark: 1,
}
for (const [key, value] of Object.entries(wrong)) {
  test(`a ${key} of ${JSON.stringify(value)} is refused by name, and nothing is changed`, async () => {
    const ada = await newOrganizationWith(properties)
    const { _id } = await newContact(ada, values)
    const answers = [
      await ada.call('POST', '/api/contact', { phoneNumber: newNumber(), [key]: value }),
      await ada.call('PATCH', `/api/contacts/${_id}`, { firstName: 'Janet', [key]: value }),
    ]
    for (const answer of answers) {
      assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, key])
    }
    const { data, total } = (await ada.call('GET', '/api/contacts')).json()
    assert.deepEqual([total, data[0].firstName, ownOf(data[0])], [1, 'Jane', values])
  })
}

test('a contact without own fields shows what is documented and nothing else', async () => {
  const ada = await newOrganization(app)
  const documented = namedSchemas().find(({ $id }: { $id?: string }) => $id === 'Contact') as { properties: object }
  const { _id } = await newContact(ada)
  const { data } = (await ada.call('GET', `/api/contacts/${_id}`)).json()
  assert.deepEqual(Object.keys(data).toSorted(), Object.keys(documented.properties).toSorted())
})

test('the list is filtered by own fields: each of them, any of a list, and beside the other filters', async () => {
  const ada = await newOrganizationWith(properties)
  await newContact(ada, { firstName: 'A', plan: 'gold', budget: 1, fax: '+14155552671' })
  await newContact(ada, { firstName: 'B', plan: 'gold', budget: 2, is_vip: true })
  await newContact(ada, { firstName: 'C', plan: 'silver', budget: 2, is_vip: false })
  await newContact(ada, { firstName: 'D' })
  for (const [filters, found] of [
    [{ plan: 'gold' }, 'AB'],
    [{ plan: 'gold', budget: 2 }, 'B'],
    [{ budget: [1, 2] }, 'ABC'],
    [{ budget: [1, 3] }, 'A'],
    [{ budget: [] }, ''],
    [{ is_vip: false }, 'C'],
    [{ fax: '415 555 2671' }, 'A'],
    [{ budget: 12 }, ''],
    [{}, 'ABCD'],
  ] as const) {
    assert.equal(await namesOf(ada, filters), found, JSON.stringify(filters))
  }
  const rest = `&search=b&customFilters=${encodeURIComponent('{"plan":"gold"}')}`
  assert.equal((await ada.call('GET', `/api/contacts?size=1${rest}`)).json().total, 1)
})

test('a filter that is no JSON, names no field or holds no value of its type is refused', async () => {
  const ada = await newOrganizationWith(properties)
  const many = JSON.stringify({ budget: Array.from({ length: 101 }, (_, index) => index) })
  for (const text of ['gold', '["plan"]', 'null', '{"color":"red"}', '{"budget":"12"}', '{"plan":null}', many]) {
    const answer = await ada.call('GET', `/api/contacts?customFilters=${encodeURIComponent(text)}`)
    assert.equal(answer.statusCode, 400, text)
  }
})

test('a filter finds only what its asker may see, and only in the own organization', async () => {
  const [ada, stranger] = [await newOrganizationWith(properties), await newOrganizationWith(properties)]
  const rep = await newColleague(app, ada, 'SALES_REP')
  await newContact(ada, { firstName: 'A', plan: 'gold' })
  await newContact(ada, { firstName: 'B', plan: 'gold', userId: rep.user.id, assignees: [rep.user.id] })
  assert.equal(await namesOf(rep, { plan: 'gold' }), 'B')
  assert.equal(await namesOf(stranger, { plan: 'gold' }), '')
})

test('where many contacts have own fields, the filter goes along its index', async () => {
  const ada = await newOrganizationWith(properties)
  const { organizationId, id: userId } = ada.user
  const at = new Date()
  const contact = { organizationId, userId, createdById: userId, status: '', process: '', source: '' }
  const times = { lastActivityAt: at, createdAt: at, updatedAt: at }
  const rows = Array.from({ length: 2000 }, (_, n) => ({ ...contact, ...times, id: newId(), customFields: { a: n } }))
  await db.insertInto('contacts').values(rows).execute()
  await sql`analyze contacts`.execute(db)
  const [filter] = havingCustomFields([[{ a: 12 }]])
  const plan = await sql`
    explain select id from contacts where organization_id = ${organizationId} and ${filter}
  `.execute(db)
  assert.match(JSON.stringify(plan.rows), /contacts_custom_fields/)
})

async function newOrganizationWith(fields: object): Promise<Person> {
  const ada = await newOrganization(app)
  const sections = [{ name: 'Details', properties: fields }]
  const answer = await ada.call('PUT', `/api/organizations/sections/${ada.user.organizationId}`, { sections })
  assert.equal(answer.statusCode, 200, answer.body)
  return ada
}

/** The values of the organization's own fields. */
function ownOf(contact: object): object {
  return Object.fromEntries(Object.entries(contact).filter(([key]) => key in properties))
}

async function namesOf(person: Person, filters: object): Promise<string> {
  const answer = await person.call('GET', `/api/contacts?customFilters=${encodeURIComponent(JSON.stringify(filters))}`)
  assert.equal(answer.statusCode, 200, answer.body)
  const { data, total } = answer.json()
  assert.equal(total, data.length)
  return data
    .map(({ firstName }: { firstName: string }) => firstName)
    .toSorted()
    .join('')
}
