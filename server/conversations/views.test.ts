import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newChannel, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

const urgent = { name: 'Urgent', filters: { state: 'open', tag: 'urgent', unread: true, sort: 'waiting' } }

test('a view is kept as it was asked for, and is listed by its name', async () => {
  const ada = await newOrganization(app)
  const { _id, ...view } = await save(ada, urgent)
  assert.deepEqual([view.name, view.isShared, view.filters], ['Urgent', false, urgent.filters])
  await save(ada, { name: 'all of it', filters: {} })
  assert.deepEqual(await namesOf(ada), ['all of it', 'Urgent'])
  assert.deepEqual((await eventsOf(ada, 'view.saved')).map(({ subjectId }) => subjectId)[0], _id)
})

test('a private view is nobody else’s; a shared one is read by all and changed by its owner and by admins', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const other = await newColleague(app, ada, 'SALES_REP')
  const { _id } = await save(rep, urgent)
  const url = `/api/conversations/views/${_id}`
  assert.deepEqual([await namesOf(ada), await namesOf(other)], [[], []])
  assert.equal((await ada.call('PUT', url, { name: 'Mine' })).statusCode, 404)

  assert.equal((await rep.call('PUT', url, { isShared: true })).json().isShared, true)
  assert.deepEqual([await namesOf(ada), await namesOf(other)], [['Urgent'], ['Urgent']])
  const mayChange = async (person: Person) =>
    (await person.call('GET', '/api/conversations/views'))
      .json()
      .views.map((view: { mayChange: boolean }) => view.mayChange)
  assert.deepEqual([await mayChange(rep), await mayChange(other), await mayChange(ada)], [[true], [false], [true]])
  assert.equal((await other.call('PUT', url, { name: 'Mine' })).statusCode, 403)
  assert.equal((await other.call('DELETE', url)).statusCode, 403)
  assert.equal((await ada.call('PUT', url, { name: 'Ours' })).statusCode, 200)
  assert.deepEqual(await namesOf(await newOrganization(app)), [])
})

test('changing some of it keeps the rest; changing nothing leaves no event', async () => {
  const ada = await newOrganization(app)
  const { _id } = await save(ada, urgent)
  const url = `/api/conversations/views/${_id}`
  const changed = (await ada.call('PUT', url, { filters: { state: 'snoozed' } })).json()
  assert.deepEqual([changed.name, changed.filters], ['Urgent', { state: 'snoozed' }])
  await ada.call('PUT', url, { filters: { state: 'snoozed' }, name: 'Urgent' })
  assert.equal((await eventsOf(ada, 'view.changed')).length, 1)
  for (let times = 0; times < 2; times++) await ada.call('PUT', url, urgent)
  assert.equal((await eventsOf(ada, 'view.changed')).length, 2)
})

test('a view by a channel that is gone by now is listed, counted and renamed as it stands', async () => {
  const ada = await newOrganization(app)
  const [{ _id: channelId }, { _id: other }] = [await newChannel(ada), await newChannel(ada)]
  const view = await save(ada, { name: 'Main', filters: { channelId } })
  for (const id of [channelId, other]) await ada.call('DELETE', `/api/channels/${id}`)
  const url = `/api/conversations/views/${view._id}`
  const renamed = await ada.call('PUT', url, { name: 'Former', filters: { channelId } })
  assert.deepEqual([renamed.statusCode, renamed.json().name], [200, 'Former'])
  assert.equal((await ada.call('PUT', url, { filters: { channelId: other } })).statusCode, 404)
  assert.deepEqual((await ada.call('GET', '/api/conversations/counts')).json().views[0].count, 0)
})

test('a view is deleted once', async () => {
  const ada = await newOrganization(app)
  const { _id } = await save(ada, urgent)
  assert.equal((await ada.call('DELETE', `/api/conversations/views/${_id}`)).statusCode, 200)
  assert.equal((await ada.call('DELETE', `/api/conversations/views/${_id}`)).statusCode, 404)
  assert.deepEqual(await namesOf(ada), [])
})

test('a view of what there is not is refused', async () => {
  const ada = await newOrganization(app)
  const eve = await newOrganization(app)
  for (const [filters, status] of [
    [{ state: 'nonsense' }, 400],
    [{ assignee: eve.user.id }, 404],
    [{ channelId: eve.user.id }, 404],
  ] as const) {
    const response = await ada.call('POST', '/api/conversations/views', { name: 'View', filters })
    assert.equal(response.statusCode, status, response.body)
  }
})

async function save(person: Person, view: object) {
  const response = await person.call('POST', '/api/conversations/views', view)
  assert.equal(response.statusCode, 201, response.body)
  return response.json()
}

async function namesOf(person: Person): Promise<string[]> {
  const { views } = (await person.call('GET', '/api/conversations/views')).json()
  return views.map(({ name }: { name: string }) => name)
}
