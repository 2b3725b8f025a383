import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { availableAmong } from './availability.ts'

const { app, db } = await startApp()

test('nobody is available who did not say so', async () => {
  const ada = await newOrganization(app)
  assert.deepEqual(await read(ada), { isAvailable: false, lastStatusChange: null })
})

test('who is deleted is available no more', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const { organizationId, id } = rep.user
  await say(rep, true)
  assert.equal(await availableAmong(db, organizationId, [id]), true)
  await ada.call('DELETE', `/api/user/${id}`, { heirId: ada.user.id })
  assert.equal(await availableAmong(db, organizationId, [id]), false)
})

test('saying it ten times at once is saying it once, for oneself alone', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const answers = await atOnce(10, () => say(rep, true))
  for (const { statusCode } of answers) assert.equal(statusCode, 200)
  const available = await read(rep)
  assert.equal(available.isAvailable, true)
  assert.deepEqual(await read(ada), { isAvailable: false, lastStatusChange: null })

  await say(rep, true)
  assert.deepEqual(await read(rep), available)
  await say(rep, false)
  assert.equal((await read(rep)).isAvailable, false)
  const events = await eventsOf(ada, 'user.availabilityChanged')
  assert.deepEqual(
    events.map(({ subjectId, data }) => [subjectId, data['isAvailable']]),
    [
      [rep.user.id, true],
      [rep.user.id, false],
    ],
  )
})

function say(person: Person, isAvailable: boolean) {
  return person.call('PUT', '/api/user/chat-availability', { isAvailable })
}

async function read(person: Person): Promise<{ isAvailable: boolean; lastStatusChange: string | null }> {
  const { success, data } = (await person.call('GET', '/api/user/chat-availability')).json()
  assert.equal(success, true)
  return data
}
