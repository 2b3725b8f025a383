import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newOrganization } from '../../test/factories.ts'

const { app } = await startApp()

test('logging in answers a token and who it is', async () => {
  const { user, password } = await newOrganization(app)
  const response = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: user.email, password },
  })
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

test('a wrong password and an unknown email get the same answer', async () => {
  const { user } = await newOrganization(app)
  const wrong = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: user.email, password: 'wrong' },
  })
  const unknown = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email: 'no@example.com', password: 'wrong' },
  })
  assert.equal(wrong.statusCode, 401)
  assert.equal(wrong.json().error.code, 'invalid_credentials')
  assert.deepEqual(wrong.json(), unknown.json())
})
