import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp()

test('what one pins is pinned wherever one looks, in its order, and for nobody else', async () => {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, 'SALES_REP')
  const [one, two] = [await save(ada, 'One', true), await save(ada, 'Two', true)]
  assert.deepEqual(await pinsOf(ada), { viewIds: [], standing: [] })
  const pins = { viewIds: [two, one], standing: ['waiting'] }
  assert.deepEqual(await pin(ada, pins), pins)
  assert.deepEqual(await pin(ada, pins), pins)
  assert.deepEqual(await pinsOf(ada), pins)
  assert.deepEqual(await pinsOf(ben), { viewIds: [], standing: [] })
  assert.deepEqual(await pin(ada, { viewIds: [one], standing: [] }), { viewIds: [one], standing: [] })
  const events = await eventsOf(ada, 'viewPins.updated')
  assert.deepEqual(
    events.map(({ subjectId, data }) => [subjectId, data['viewIds']]),
    [
      [ada.user.id, [two, one]],
      [ada.user.id, [one]],
    ],
  )
})

test('a view that is deleted, or no longer shared, is not pinned any more', async () => {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, 'SALES_REP')
  const [one, two] = [await save(ada, 'One', true), await save(ada, 'Two', true)]
  await pin(ben, { viewIds: [one, two], standing: [] })
  await ada.call('DELETE', `/api/conversations/views/${one}`)
  assert.deepEqual((await pinsOf(ben)).viewIds, [two])
  await ada.call('PUT', `/api/conversations/views/${two}`, { isShared: false })
  assert.deepEqual((await pinsOf(ben)).viewIds, [])
})

test('what one does not see cannot be pinned', async () => {
  const ada = await newOrganization(app)
  const ben = await newColleague(app, ada, 'SALES_REP')
  const own = await save(ada, 'Private', false)
  const eve = await newOrganization(app)
  for (const person of [ben, eve]) {
    const body = { viewIds: [own], standing: [] }
    assert.equal((await person.call('PUT', '/api/conversations/views/pins', body)).statusCode, 404)
  }
  const unknown = { viewIds: [], standing: ['favourites'] }
  assert.equal((await ada.call('PUT', '/api/conversations/views/pins', unknown)).statusCode, 400)
})

async function save(person: Person, name: string, isShared: boolean): Promise<string> {
  return (await person.call('POST', '/api/conversations/views', { name, isShared, filters: {} })).json()._id
}

async function pin(person: Person, pins: object) {
  const answer = await person.call('PUT', '/api/conversations/views/pins', pins)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

async function pinsOf(person: Person) {
  return (await person.call('GET', '/api/conversations/views')).json().pins
}
