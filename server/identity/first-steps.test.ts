import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization } from '../../test/factories.ts'

const { app } = await startApp()
const url = '/api/user/first-steps'

test('the list of first steps is put away and brought back by each for themselves', async () => {
  const ada = await newOrganization(app)
  const bea = await newColleague(app, ada, 'ADMIN')
  assert.deepEqual((await ada.call('GET', url)).json(), { isDismissed: false })
  assert.deepEqual((await ada.call('PUT', url, { isDismissed: true })).json(), { isDismissed: true })
  assert.deepEqual((await ada.call('GET', url)).json(), { isDismissed: true })
  assert.deepEqual((await bea.call('GET', url)).json(), { isDismissed: false })
  await ada.call('PUT', url, { isDismissed: false })
  assert.deepEqual((await ada.call('GET', url)).json(), { isDismissed: false })
})

test('putting it away twice leaves one event', async () => {
  const ada = await newOrganization(app)
  await ada.call('PUT', url, { isDismissed: true })
  await ada.call('PUT', url, { isDismissed: true })
  assert.equal((await eventsOf(ada, 'user.updated')).length, 1)
})
