import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { prepareFirstStart } from './first-start.ts'

test('the first start makes an organization and its SUPERADMIN, whose password it tells', async () => {
  const { app, db, config } = await startApp()
  const login = await prepareFirstStart(db, config)
  assert.equal(login?.email, 'admin@example.com')
  assert.ok(login.password.length >= 16)
  const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })
  assert.equal(answer.json().user.accessRole, 'SUPERADMIN')
})

test('it takes the email and the password that the operator chose', async () => {
  const { app, db, config } = await startApp()
  const chosen = { ...config, adminEmail: 'boss@example.com', adminPassword: 'chosen by the boss' }
  const login = await prepareFirstStart(db, chosen)
  assert.deepEqual(login, { email: 'boss@example.com', password: 'chosen by the boss' })
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })).statusCode, 200)
})

test('two processes that start at once on an empty database make one', async () => {
  const { db, config } = await startApp()
  const logins = await Promise.all([prepareFirstStart(db, config), prepareFirstStart(db, config)])
  assert.equal(logins.filter((login) => login !== undefined).length, 1)
  assert.equal((await db.selectFrom('organizations').select('id').execute()).length, 1)
})

test('a later start changes nothing, whatever email is asked for', async () => {
  const { db, config } = await startApp()
  await prepareFirstStart(db, config)
  const later = await prepareFirstStart(db, {
    ...config,
    adminEmail: 'other@example.com',
    adminPassword: 'another one',
  })
  assert.equal(later, undefined)
  const logins = await db.selectFrom('logins').select('email').execute()
  assert.deepEqual(logins, [{ email: 'admin@example.com' }])
})
