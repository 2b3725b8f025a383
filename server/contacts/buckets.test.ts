import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { contradictions } from '../../test/contradictions.ts'
import { atOnce, newChannel, newColleague, newContact, newInbound, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

interface Buckets {
  data: Record<string, { contacts: Array<{ firstName: string }>; total: number }>
  stageIdByName: Record<string, string>
  stageNameById: Record<string, string>
}

async function buckets(person: Person, body: object = {}): Promise<Buckets> {
  const response = await person.call('POST', '/api/contacts', body)
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

test('the buckets stand in the order of the stages, and after them every other status', async () => {
  const ada = await newOrganization(app)
  await newContact(ada, { status: 'Zebra' })
  await newContact(ada, { status: '__proto__' })
  await newContact(ada, { status: 'Lost' })
  const { data, stageIdByName, stageNameById } = await buckets(ada)
  const stages = ['New Lead', 'Contacted', 'Qualified', 'Customer', 'Lost']
  assert.deepEqual(
    Object.keys(data),
    [...stages, 'Zebra', '__proto__'].toSorted((one, other) => order(one) - order(other)),
  )
  assert.deepEqual(Object.keys(stageIdByName), stages)
  assert.equal(stageNameById[stageIdByName['Lost']!], 'Lost')

  function order(status: string): number {
    return [...stages, 'Zebra', '__proto__'].indexOf(status)
  }
})

test('each bucket has a page of its own and its exact total', async () => {
  const ada = await newOrganization(app)
  for (const index of [0, 1, 2, 3]) await newContact(ada, { firstName: `L${index}`, status: 'New Lead' })
  for (const index of [0, 1, 2]) await newContact(ada, { firstName: `C${index}`, status: 'Customer' })
  const { data } = await buckets(ada, { size: 2, page: { Customer: 2 }, stages: ['Customer', 'New Lead', 'Lost'] })
  const shown = Object.entries(data).map(([status, { contacts, total }]) => [
    status,
    contacts.map(({ firstName }) => firstName),
    total,
  ])
  assert.deepEqual(shown, [
    ['Customer', ['C0'], 3],
    ['New Lead', ['L3', 'L2'], 4],
    ['Lost', [], 0],
  ])
})

test('buckets, single statuses, counts and the list agree under every filter and for every role', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const channel = await newChannel(ada)
  const heard = await newContact(ada, { firstName: 'Heard', status: 'Customer', userId: rep.user.id, assignees: [] })
  await newContact(ada, { firstName: 'Hers' })
  await newContact(ada, { firstName: 'Shared', userId: ada.user.id, assignees: [rep.user.id] })
  await newInbound(ada, channel, { from: heard.phoneNumber })
  const queries: object[] = [
    {},
    { search: 'hear' },
    { messageStatus: 'unread' },
    { messageStatus: 'never' },
    { blocked: true },
  ]
  for (const person of [ada, rep]) {
    for (const query of queries) {
      const listed = (
        await person.call('GET', `/api/contacts?${new URLSearchParams(query as never).toString()}`)
      ).json()
      const { data } = await buckets(person, query)
      const counts = (await person.call('POST', '/api/contacts/counts', query)).json()
      const sum = (numbers: number[]) => numbers.reduce((one, other) => one + other, 0)
      assert.equal(sum(Object.values(data).map(({ total }) => total)), listed.total)
      assert.equal(sum(Object.values(data).map(({ contacts }) => contacts.length)), listed.total)
      assert.deepEqual(Object.keys(counts), Object.keys(data))
      assert.deepEqual(
        Object.values(counts),
        Object.values(data).map(({ total }) => total),
      )
    }
  }
  assert.equal((await buckets(rep)).data['New Lead']!.total, 1)
  assert.equal((await buckets(ada, { owner: [rep.user.id] })).data['Customer']!.total, 1)
  const only = { status: 'Customer', showUnreadOnly: true, showUnresolvedOnly: true }
  const single = (await rep.call('POST', '/api/contacts/status', only)).json()
  assert.deepEqual([single.total, single.data[0].firstName, typeof single.pipelineStage], [1, 'Heard', 'string'])
  assert.equal(
    (await rep.call('POST', '/api/contacts/status', { status: 'Nowhere' })).json().error.code,
    'status_not_found',
  )
})

test('the totals stay exact through changes, deletes and creates at once', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const contacts = await atOnce(8, () => newContact(ada))
  const contactIds = contacts.map(({ _id }) => _id)
  await Promise.all([
    ...contactIds.slice(0, 4).map((id) => ada.call('PATCH', `/api/contacts/${id}`, { status: 'Customer' })),
    ada.call('PUT', '/api/contacts/bulk-update-status', { contactIds, status: 'Lost' }),
    ada.call('PUT', '/api/contacts/bulk-assign', { contactIds: contactIds.toReversed(), userId: rep.user.id }),
    ada.call('DELETE', '/api/contacts/bulk-delete', { contactIds: contactIds.slice(3, 6) }),
    ...contactIds.slice(5).map((id) => ada.call('DELETE', `/api/contacts/${id}`)),
    atOnce(3, () => newContact(ada, { status: 'Lost' })),
  ])
  assert.deepEqual(await contradictions(db, ada.user.organizationId).then(ofCounts), [])
  assert.equal((await ada.call('GET', '/api/contacts')).json().total, 6)
})

function ofCounts(found: string[]): string[] {
  return found.filter((each) => each.startsWith('the contacts are counted'))
}
