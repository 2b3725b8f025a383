import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

interface Page {
  data: Array<{ _id: string; firstName: string }>
  total: number
  nextCursor: string | null
}

async function list(person: Person, query: Record<string, string> = {}): Promise<Page> {
  const response = await person.call('GET', `/api/contacts?${new URLSearchParams(query).toString()}`)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

async function names(person: Person, query: Record<string, string>): Promise<string[]> {
  const { data, total } = await list(person, query)
  assert.equal(total, data.length)
  return data.map((contact) => contact.firstName)
}

test('an organization without contacts has a list of none', async () => {
  const ada = await newOrganization(app)
  assert.deepEqual(await list(ada), { data: [], total: 0, nextCursor: null })
})

test('pages hold each contact once, the most recently active first, with the total of all', async () => {
  const ada = await newOrganization(app)
  for (let index = 0; index < 7; index++) await newContact(ada, { firstName: `C${index}` })
  const pages = [1, 2, 3, 4].map((page) => list(ada, { page: String(page), size: '3' }))
  const found = await Promise.all(pages)
  assert.deepEqual(
    found.map(({ data }) => data.map((contact) => contact.firstName)),
    [['C6', 'C5', 'C4'], ['C3', 'C2', 'C1'], ['C0'], []],
  )
  assert.deepEqual(
    found.map(({ total }) => total),
    [7, 7, 7, 7],
  )
})

test('a page holds ten contacts unless asked for another number', async () => {
  const ada = await newOrganization(app)
  await atOnce(11, () => newContact(ada))
  assert.equal((await list(ada)).data.length, 10)
})

test('the total stays exact through creates and deletes at once', async () => {
  const ada = await newOrganization(app)
  const old = await atOnce(12, () => newContact(ada))
  await Promise.all([
    ...old.slice(0, 8).map(({ _id }) => ada.call('DELETE', `/api/contacts/${_id}`)),
    ...old.slice(0, 4).map(({ _id }) => ada.call('DELETE', `/api/contacts/${_id}`)),
    atOnce(9, () => newContact(ada)),
    ada.call('POST', '/api/contact', { phoneNumber: old[11]!.phoneNumber }),
  ])
  const { data, total } = await list(ada, { size: '100' })
  assert.equal(total, 13)
  assert.equal(data.length, 13)
})

test('a contact that is heard from comes first', async () => {
  const ada = await newOrganization(app)
  const channel = await newChannel(ada)
  const silent = await newContact(ada, { firstName: 'First' })
  await newContact(ada, { firstName: 'Second' })
  await newInbound(ada, channel, { from: silent.phoneNumber })
  assert.deepEqual(await names(ada, {}), ['First', 'Second'])
})

test('a walk by the cursor meets everything once, also what ties in time', async () => {
  const ada = await newOrganization(app)
  await atOnce(11, (index) => newContact(ada, { firstName: `C${index}` }))
  await db
    .updateTable('contacts')
    .set({ lastActivityAt: new Date('2025-01-01T00:00:00.123Z') })
    .where('organizationId', '=', ada.user.organizationId)
    .where('firstName', 'in', ['C1', 'C4', 'C5', 'C7', 'C9'])
    .execute()
  const met: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = await list(ada, { size: '2', ...(cursor ? { cursor } : {}) })
    met.push(...page.data.map((contact) => contact._id))
    assert.equal(page.total, 11)
    cursor = page.nextCursor
  }
  assert.equal(met.length, 11)
  assert.equal(new Set(met).size, 11)
})

test('what comes in during a walk neither doubles nor hides what is still to come', async () => {
  const ada = await newOrganization(app)
  const before = await atOnce(6, () => newContact(ada))
  const first = await list(ada, { size: '3' })
  await atOnce(3, () => newContact(ada))
  const second = await list(ada, { size: '3', cursor: first.nextCursor! })
  const met = [...first.data, ...second.data].map((contact) => contact._id)
  assert.deepEqual(met.toSorted(), before.map((contact) => contact._id).toSorted())
})

test('source and status filter by the whole word, together with the search', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { firstName: 'Ann', source: 'Fair', status: 'Customer' })
  await newContact(ada, { firstName: 'Ben', source: 'Fair', status: 'New Lead' })
  await newContact(ada, { firstName: 'Cid', source: 'Fairground', status: 'Customer' })
  assert.deepEqual(await names(ada, { source: 'Fair' }), ['Ben', 'Ann'])
  assert.deepEqual(await names(ada, { status: 'Customer' }), ['Cid', 'Ann'])
  assert.deepEqual(await names(ada, { source: 'Fair', status: 'Customer' }), ['Ann'])
  assert.deepEqual(await names(ada, { source: 'Fair', search: 'be' }), ['Ben'])
  assert.deepEqual(await names(ada, { source: 'fair' }), [])
})

test('ownerFilter shows what is mine, all, or what a colleague owns', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await newContact(ada, { firstName: 'Hers' })
  await newContact(ada, { firstName: 'Given', userId: rep.user.id, assignees: [] })
  await newContact(ada, { firstName: 'Shared', userId: rep.user.id, assignees: [ada.user.id] })
  assert.deepEqual(await names(ada, { ownerFilter: 'my' }), ['Shared', 'Hers'])
  assert.deepEqual(await names(ada, { ownerFilter: 'all' }), ['Shared', 'Given', 'Hers'])
  assert.deepEqual(await names(ada, { ownerFilter: rep.user.id }), ['Shared', 'Given'])
  assert.deepEqual(await names(rep, { ownerFilter: 'my' }), ['Shared', 'Given'])
  assert.deepEqual(await names(rep, { ownerFilter: ada.user.id }), [])
})

test('a range of dates holds its last day to the end', async () => {
  const ada = await newOrganization(app)
  for (const at of [
    '2024-12-31T23:59:59.999Z',
    '2025-01-01T00:00:00Z',
    '2025-01-31T23:59:59.999Z',
    '2025-02-01T00:00:00Z',
  ]) {
    const { _id } = await newContact(ada, { firstName: at.slice(0, 10) })
    await db
      .updateTable('contacts')
      .set({ createdAt: new Date(at) })
      .where('organizationId', '=', ada.user.organizationId)
      .where('id', '=', _id)
      .execute()
  }
  const range = (startDate?: string, endDate?: string) =>
    names(ada, { dateRange: JSON.stringify({ startDate, endDate }) })
  assert.deepEqual(await range('2025-01-01', '2025-01-31'), ['2025-01-31', '2025-01-01'])
  assert.deepEqual(await range('2025-01-31'), ['2025-02-01', '2025-01-31'])
  assert.deepEqual(await range(undefined, '2024-12-31'), ['2024-12-31'])
  assert.deepEqual(await range('2025-01-01T00:00:00Z', '2025-01-31T23:59:59.999Z'), ['2025-01-01'])
})

const refused: Array<Record<string, string>> = [
  { page: '0' },
  { page: '1000000000' },
  { size: '0' },
  { size: '501' },
  { page: 'two' },
  { ownerFilter: 'yours' },
  { cursor: 'no cursor' },
  { cursor: Buffer.from('["tomorrow","1"]').toString('base64url') },
  { dateRange: '{"startDate":"2025-02-30"}' },
  { dateRange: '{"startDate":"2025-13-01"}' },
  { dateRange: 'January' },
]
for (const query of refused) {
  test(`the list refuses ${JSON.stringify(query)} and says which field`, async () => {
    const ada = await newOrganization(app)
    const response = await ada.call('GET', `/api/contacts?${new URLSearchParams(query).toString()}`)
    assert.equal(response.statusCode, 400)
    assert.equal(response.json().error.details[0].field, Object.keys(query)[0])
  })
}
