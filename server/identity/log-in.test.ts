import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newEmail, newOrganization } from '../../test/factories.ts'

const { app } = await startApp()

const logIn = (email: string, password: string) =>
  app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password } })

test('logging in answers a token and who it is', async () => {
  const { user, password } = await newOrganization(app)
  const response = await logIn(user.email, password)
  assert.equal(response.statusCode, 200)
  const body = response.json()
  assert.deepEqual(Object.keys(body), ['token', 'user'])
  assert.deepEqual(body.user, {
    id: user.id,
    email: user.email,
    fullName: user.fullName,
    organizationId: user.organizationId,
    accessRole: 'ADMIN',
  })
})

test('an email logs in in whatever letter case', async () => {
  const email = newEmail()
  const { user, password } = await newOrganization(app, { email: email.toUpperCase() })
  assert.equal(user.email, email)
  assert.equal((await logIn(email.toUpperCase(), password)).json().user.email, email)
})

test('a password is right in its own letter case only, and to its last character', async () => {
  const { user, password } = await newOrganization(app)
  for (const wrong of [password.toUpperCase(), `${password} `, password.slice(0, -1)]) {
    assert.equal((await logIn(user.email, wrong)).statusCode, 401)
  }
})

test('a wrong password, an unknown email and a disabled user get the same answer', async () => {
  const admin = await newOrganization(app)
  const disabled = await newColleague(app, admin, 'SALES_REP')
  await admin.call('PUT', `/api/user/${disabled.user.id}`, { loginDisabled: true })
  const answers = [
    await logIn(admin.user.email, 'wrong'),
    await logIn(newEmail(), 'wrong'),
    await logIn(disabled.user.email, disabled.password),
  ]
  for (const answer of answers) {
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.json().error.code, 'invalid_credentials')
    assert.deepEqual(answer.json(), answers[0]!.json())
  }
})

test('no answer, and nothing that is kept for programs, holds a password or its hash', async () => {
  const admin = await newOrganization(app)
  await admin.call('PUT', '/api/user/profile', { password: 'a new password', currentPassword: admin.password })
  const { token } = (await logIn(admin.user.email, 'a new password')).json()
  for (const url of ['/api/user/profile', '/api/user/list', '/api/event-logs']) {
    const answer = await app.inject({ url, headers: { authorization: `Bearer ${token}` } })
    assert.equal(answer.statusCode, 200)
    assert.doesNotMatch(answer.body, /argon2|a new password|tokenEpoch/)
  }
})
