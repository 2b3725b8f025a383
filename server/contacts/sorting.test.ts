import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()
const ada = await newOrganization(app)
const people: Array<[first: string | null, last: string | null, created: string, spoken: string | null]> = [
  ['zoe', null, '2025-01-01', '2025-05-01'],
  ['Émile', 'Zola', '2025-01-02', null],
  ['Adam', 'Young', '2025-01-03', '2025-07-01'],
  [null, null, '2025-01-04', '2025-06-01'],
  ['adam', 'Smith', '2025-01-04', '2025-06-01'],
  ['Eva', null, '2025-01-06', null],
]
for (const [firstName, lastName, created, spoken] of people) {
  const { _id } = await newContact(ada, { firstName, lastName })
  const createdAt = new Date(`${created}T00:00:00Z`)
  const lastMessageTime = spoken ? new Date(`${spoken}T00:00:00Z`) : null
  await db
    .updateTable('contacts')
    .set({ createdAt, lastMessageTime, lastActivityAt: lastMessageTime ?? createdAt })
    .where('organizationId', '=', ada.user.organizationId)
    .where('id', '=', _id)
    .execute()
}

async function walk(person: Person, query: Record<string, string>): Promise<string[]> {
  const met: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const asked = new URLSearchParams({ ...query, size: '1', ...(cursor ? { cursor } : {}) })
    const response = await person.call('GET', `/api/contacts?${asked.toString()}`)
    assert.equal(response.statusCode, 200, response.body)
    const page: { data: Array<{ firstName: string | null }>; nextCursor: string | null } = response.json()
    met.push(...page.data.map(({ firstName }) => firstName ?? '-'))
    cursor = page.nextCursor
  }
  return met
}

const orders: Array<[sort: string, usual: 'asc' | 'desc', names: string[]]> = [
  ['name', 'asc', ['adam', 'Adam', 'Émile', 'Eva', 'zoe', '-']],
  ['created', 'desc', ['Eva', 'adam', '-', 'Adam', 'Émile', 'zoe']],
  ['lastMessage', 'desc', ['Adam', 'adam', '-', 'zoe', 'Eva', 'Émile']],
  ['lastActivity', 'desc', ['Adam', 'adam', '-', 'zoe', 'Eva', 'Émile']],
]
for (const [sort, usual, expected] of orders) {
  test(`a walk sorted by ${sort} meets everything once, in both directions`, async () => {
    assert.deepEqual(await walk(ada, { sort }), expected)
    assert.deepEqual(await walk(ada, { sort, order: usual }), expected)
    assert.deepEqual(await walk(ada, { sort, order: usual === 'asc' ? 'desc' : 'asc' }), expected.toReversed())
  })
}

test('a cursor goes on only in the order in which it was made', async () => {
  const { nextCursor } = (await ada.call('GET', '/api/contacts?sort=name&size=2')).json()
  for (const query of ['', 'sort=created', 'sort=name&order=desc']) {
    const response = await ada.call('GET', `/api/contacts?${query}&cursor=${nextCursor}`)
    assert.equal(response.statusCode, 400)
    assert.equal(response.json().error.details[0].field, 'cursor')
  }
})
