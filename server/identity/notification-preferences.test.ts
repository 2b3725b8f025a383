import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { transact } from '../platform/database.ts'
import { newId } from '../platform/id.ts'
import { notificationTopics } from './notification-preferences.ts'
import { notify } from './notifications.ts'

const { app, db } = await startApp()
const url = '/api/user/notification-preferences'
const everything = Object.fromEntries(notificationTopics.map((topic) => [topic, true]))

test('who never chose is told of everything, and a change changes what it names', async () => {
  const ada = await newOrganization(app)
  assert.deepEqual((await ada.call('GET', url)).json(), { success: true, data: everything })
  await choose(ada, { calls: false, campaigns: false })
  const answer = await choose(ada, { calls: true, other: false })
  const expected = { ...everything, campaigns: false, other: false }
  assert.deepEqual([answer.json().data, (await ada.call('GET', url)).json().data], [expected, expected])
})

test('choosing the same again leaves no second event', async () => {
  const ada = await newOrganization(app)
  for (const _ of [1, 2]) await choose(ada, { calls: false })
  assert.equal((await eventsOf(ada, 'notificationPreferences.updated')).length, 1)
})

test('of many partial changes at once none is lost', async () => {
  const ada = await newOrganization(app)
  const topics = notificationTopics.slice(0, 6)
  await atOnce(topics.length, (index) => choose(ada, { [topics[index]!]: false }))
  const { data } = (await ada.call('GET', url)).json()
  assert.deepEqual(data, { ...everything, ...Object.fromEntries(topics.map((topic) => [topic, false])) })
})

test('who switched a kind of news off is not told of it, but of the rest', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await choose(rep, { assignments: false })
  await tell([ada, rep], 'assignment')
  await tell([ada, rep], 'mention')
  assert.deepEqual([await newsOf(ada), await newsOf(rep)], [['mention', 'assignment'], ['mention']])
})

test('a preference that there is not is dropped, and one that is no boolean refused', async () => {
  const ada = await newOrganization(app)
  assert.deepEqual((await choose(ada, { gossip: false })).json().data, everything)
  assert.equal((await choose(ada, { calls: 'no' })).statusCode, 400)
})

function choose(person: Person, notificationPreferences: object) {
  return person.call('PUT', url, { notificationPreferences })
}

function tell(people: Person[], type: string): Promise<void> {
  const news = { type, text: 'News', subjectType: 'contact', subjectId: newId() } as const
  const userIds = people.map(({ user }) => user.id)
  return transact(db, (trx) => notify(trx, people[0]!.user.organizationId, userIds, news))
}

async function newsOf(person: Person): Promise<string[]> {
  const { notifications } = (await person.call('GET', '/api/notifications')).json()
  return notifications.map(({ type }: { type: string }) => type)
}
