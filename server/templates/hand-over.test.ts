import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app } = await startApp({ worker: true })
const url = '/api/user/sms-templates'

async function add(person: Person, name: string, shortcut: string) {
  const response = await person.call('POST', url, { name, template: 'Hello', shortcut })
  assert.equal(response.statusCode, 201, response.body)
}

test('replies that are handed over lose the shortcut that the heir has already', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  await add(ada, 'Hers', 'hours')
  await add(rep, 'Taken', 'hours')
  await add(rep, 'Kept', 'bye')
  const gone = await ada.call('DELETE', `/api/user/${rep.user.id}`, { heirId: ada.user.id })
  assert.ok(gone.statusCode < 300, gone.body)
  const shortcuts = async () => {
    const all = (await ada.call('GET', url)).json<Array<{ name: string; shortcut: string | null }>>()
    return all.length === 3 && all.map(({ name, shortcut }) => `${name} ${shortcut}`)
  }
  assert.deepEqual(await until(shortcuts, 'the replies of the rep'), ['Hers hours', 'Kept bye', 'Taken null'])
})
