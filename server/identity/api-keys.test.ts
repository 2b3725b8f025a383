import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { buildWeb } from '../app.ts'
import { Signals } from '../platform/signals.ts'
import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const server = await startApp()
const { app, db } = server

test('a key is shown once, works as Bearer wherever a token does, and only its end is told afterwards', async () => {
  const { admin, rep } = await newTeam()
  assert.deepEqual((await rep.call('GET', '/api/user/api-key')).json().data, {
    hasApiKey: false,
    lastFour: null,
    createdAt: null,
    lastUsedAt: null,
  })
  const key = await regenerate(rep)
  assert.match(key, /^tk_live_/)
  const added = await withKey(key, 'POST', '/api/contact', { phoneNumber: '+14155552671' })
  assert.deepEqual([added.statusCode, added.json().contact.userId], [201, rep.user.id])
  assert.equal((await withKey(key, 'GET', '/api/audit-logs')).json().error.code, 'role_not_allowed')

  const { data } = (await rep.call('GET', '/api/user/api-key')).json()
  assert.deepEqual([data.hasApiKey, data.lastFour], [true, key.slice(-4)])
  assert.ok(Date.parse(data.lastUsedAt) >= Date.parse(data.createdAt))
  assert.deepEqual(
    (await eventsOf(admin, 'apiKey.regenerated')).map((event) => event.subjectId),
    [rep.user.id],
  )
})

test('the key is in no row of the database, also with an Idempotency-Key', async () => {
  const { admin, rep } = await newTeam()
  const answer = await rep.call('POST', '/api/user/api-key/regenerate', undefined, { 'idempotency-key': 'once' })
  const secret = answer.json().data.apiKey.slice(32)
  for (const table of ['apiKeys', 'events', 'auditLogs', 'idempotencyKeys'] as const) {
    const rows = await db
      .selectFrom(table)
      .selectAll()
      .where('organizationId', '=', admin.user.organizationId)
      .execute()
    assert.ok(!JSON.stringify(rows).includes(secret), table)
  }
})

test('the key before ends at once, also in a process that remembers it', async () => {
  const { rep } = await newTeam()
  const second = await anotherProcess()
  const key = await regenerate(rep)
  for (const process of [app, second]) assert.equal((await verify(key, process)).statusCode, 200)
  const next = await regenerate(rep)
  assert.equal((await verify(key)).statusCode, 401)
  await until(async () => (await verify(key, second)).statusCode === 401, 'the other process to hear of it')
  assert.equal((await verify(next, second)).statusCode, 200)
})

test('a key ends when it is deleted, and with its user', async () => {
  const { admin, rep } = await newTeam()
  const key = await regenerate(rep)
  assert.equal((await verify(key)).statusCode, 200)
  assert.equal((await rep.call('DELETE', '/api/user/api-key')).statusCode, 200)
  assert.equal((await verify(key)).statusCode, 401)
  assert.equal((await rep.call('DELETE', '/api/user/api-key')).statusCode, 404)

  const another = await regenerate(rep)
  assert.equal((await verify(another)).statusCode, 200)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await verify(another)).statusCode, 401)
})

test('a key of a program goes on when its user may not log in with a password', async () => {
  const { admin, rep } = await newTeam()
  const key = await regenerate(rep)
  await admin.call('PUT', `/api/user/${rep.user.id}/toggle-password-auth`)
  assert.equal((await verify(key)).statusCode, 200)
})

test('a key makes no token that would outlive it', async () => {
  const { rep } = await newTeam()
  const answer = await withKey(await regenerate(rep), 'POST', '/api/auth/refresh')
  assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'api_key_not_refreshed'])
})

test('what only looks like a key is nobody’s', async () => {
  const { rep } = await newTeam()
  const key = await regenerate(rep)
  const stranger = await newOrganization(app)
  for (const wrong of [
    'tk_live_',
    key.slice(0, -1),
    `${key}a`,
    key.replace(rep.user.organizationId, stranger.user.organizationId),
    key.replace('tk_live_', ''),
  ]) {
    assert.equal((await verify(wrong)).statusCode, 401, wrong)
  }
})

async function newTeam(): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}

async function regenerate(person: Person): Promise<string> {
  const answer = await person.call('POST', '/api/user/api-key/regenerate')
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().data.apiKey
}

function withKey(key: string, method: 'GET' | 'POST', url: string, payload?: object, process = app) {
  const headers = { authorization: `Bearer ${key}` }
  return process.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}

function verify(key: string, process = app) {
  return withKey(key, 'GET', '/api/auth/verify-token', undefined, process)
}

async function anotherProcess() {
  const signals = new Signals(server.databaseUrl, server.log)
  await signals.connect()
  const second = await buildWeb({ ...server, signals })
  after(async () => {
    await second.close()
    await signals.close()
  })
  return second
}
