import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { prepareFirstStart } from '../identity/first-start.ts'

const { app, db, config } = await startApp()
const login = await prepareFirstStart(db, config)

function explore(password: string) {
  return app.inject({ method: 'POST', url: '/api/setup/demo', payload: { password } })
}

test('nobody explores the demo without the password of the first start', async () => {
  assert.equal((await explore('guessed')).statusCode, 400)
  const organizations = await db.selectFrom('organizations').select('id').execute()
  assert.equal(organizations.length, 1)
})

test('exploring makes the demo once and logs in to it, and the server still waits to be set up', async () => {
  for (const _ of [1, 2]) {
    const answer = await explore(login!.password)
    assert.equal(answer.statusCode, 200, answer.body)
    const { name, value } = answer.cookies[0]!
    const session = (await app.inject({ url: '/api/session', cookies: { [name]: value } })).json()
    assert.equal(session.user.accessRole, 'ADMIN')
    assert.notEqual(session.organization.name, 'My organization')
  }
  const organizations = await db.selectFrom('organizations').select('id').execute()
  assert.equal(organizations.length, 2)
  assert.equal((await app.inject({ url: '/api/setup' })).json().isSetUp, false)
})
