import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import pg from 'pg'

import { startApp } from '../../test/app.ts'
import { newColleague, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { buildWeb } from '../app.ts'
import type { App } from '../platform/http.ts'
import { Signals } from '../platform/signals.ts'

const server = await startApp()
const { app } = server
/** A second process on the same database; and a third, which hears nobody. */
const second = await startAnother()
const deaf = await startAnother({ isListening: false })

test('a token is good in every process, and says so', async () => {
  const { token } = await newOrganization(app)
  for (const each of [app, second.app, deaf.app]) {
    const answer = await verify(each, token)
    assert.deepEqual([answer.statusCode, answer.json()], [200, { message: 'Token is good' }])
  }
})

test('a bad token gets the sentence of the contract', async () => {
  const answer = await verify(app, 'nonsense')
  assert.deepEqual([answer.statusCode, answer.json().message], [401, 'Invalid or expired token'])
  assert.equal(answer.json().error.code, 'invalid_token')
})

test('a disabled user is out at once, and in every process that remembered the token', async () => {
  const { admin, rep } = await newTeam()
  await rememberEverywhere(rep.token)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await verify(app, rep.token)).statusCode, 401)
  await until(async () => (await verify(second.app, rep.token)).statusCode === 401, 'the second process to hear of it')
})

test('enabled again, the user logs in again; the old token stays dead', async () => {
  const { admin, rep } = await newTeam()
  for (const loginDisabled of [true, false]) await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled })
  assert.equal((await verify(app, rep.token)).statusCode, 401)
  const { email } = rep.user
  const again = await app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password: rep.password } })
  assert.equal((await verify(app, again.json().token)).statusCode, 200)
})

test('a changed password ends every token at once, but the fresh one that the change answers', async () => {
  const { rep } = await newTeam()
  await rememberEverywhere(rep.token)
  const passwords = { password: 'another password', currentPassword: rep.password }
  const { token } = (await rep.call('PUT', '/api/user/profile', passwords)).json()
  assert.equal((await verify(app, rep.token)).statusCode, 401)
  await until(async () => (await verify(second.app, rep.token)).statusCode === 401, 'the second process to hear of it')
  for (const each of [app, second.app]) assert.equal((await verify(each, token)).statusCode, 200)
})

test('a password that an admin changes logs its user out', async () => {
  const { admin, rep } = await newTeam()
  await admin.call('PUT', `/api/user/${rep.user.id}`, { password: 'another password' })
  assert.equal((await verify(app, rep.token)).statusCode, 401)
})

test('a changed role counts at once, in every process', async () => {
  const { admin, rep } = await newTeam()
  await rememberEverywhere(rep.token)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { accessRole: 'ADMIN' })
  const log = (each: App) => each.inject({ url: '/api/event-logs', headers: { authorization: `Bearer ${rep.token}` } })
  assert.equal((await log(app)).statusCode, 200)
  await until(async () => (await log(second.app)).statusCode === 200, 'the second process to hear of it')
})

test('what a process that hears nobody changes is heard by the others', async () => {
  const { admin, rep } = await newTeam()
  await rememberEverywhere(rep.token)
  const headers = { authorization: `Bearer ${admin.token}` }
  const payload = { loginDisabled: true }
  await deaf.app.inject({ method: 'PUT', url: `/api/user/${rep.user.id}`, headers, payload })
  await until(async () => (await verify(second.app, rep.token)).statusCode === 401, 'the second process to hear of it')
})

test('a process that hears nobody remembers nothing', async () => {
  const { admin, rep } = await newTeam()
  assert.equal((await verify(deaf.app, rep.token)).statusCode, 200)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await verify(deaf.app, rep.token)).statusCode, 401)
})

test('a process that lost its hearing forgets what it remembered', async () => {
  const { admin, rep } = await newTeam()
  await rememberEverywhere(rep.token)
  await run(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'tether signals'`)
  await until(async () => !second.signals.isListening, 'the connection to be lost')
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await verify(second.app, rep.token)).statusCode, 401)
  await until(async () => second.signals.isListening && server.signals.isListening, 'the connections to come back')
})

test('what nobody told a process it finds out within five minutes', async (t) => {
  const { rep } = await newTeam()
  await rememberEverywhere(rep.token)
  await run(`update users set disabled_at = now() where id = '${rep.user.id}'`)
  assert.equal((await verify(app, rep.token)).statusCode, 200, 'it is remembered')
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 301_000 })
  assert.equal((await verify(app, rep.token)).statusCode, 401)
})

test('tokens that nobody signed, or signed otherwise, are none', async () => {
  const { rep } = await newTeam()
  const [header, payload, signature] = rep.token.split('.') as [string, string, string]
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
  for (const token of [
    `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`,
    `${encoded({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`,
    `${encoded({ alg: 'HS256', typ: 'JWT', crit: ['b64'], b64: false })}.${payload}.${signature}`,
    `${header}.${encoded({ ...claims, epoch: 1 })}.${signature}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
  ]) {
    assert.equal((await verify(app, token)).statusCode, 401, token)
  }
})

test('a good token is exchanged for a fresh one, by whom it belongs to', async () => {
  const { rep } = await newTeam()
  const answer = await rep.call('POST', '/api/auth/refresh')
  assert.deepEqual(answer.json().user, rep.user)
  assert.equal((await verify(app, answer.json().token)).statusCode, 200)
})

test('a dead token is not exchanged', async () => {
  const { admin, rep } = await newTeam()
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await rep.call('POST', '/api/auth/refresh')).statusCode, 401)
})

async function startAnother({ isListening = true } = {}) {
  const signals = new Signals(server.databaseUrl, server.log)
  const another = await buildWeb({ ...server, signals })
  if (isListening) await signals.connect()
  await another.ready()
  after(async () => {
    await another.close()
    await signals.close()
  })
  return { app: another, signals }
}

async function newTeam(): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}

function verify(each: App, token: string) {
  return each.inject({ url: '/api/auth/verify-token', headers: { authorization: `Bearer ${token}` } })
}

async function rememberEverywhere(token: string): Promise<void> {
  for (const each of [app, second.app]) assert.equal((await verify(each, token)).statusCode, 200)
}

async function run(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  await client.query(text)
  await client.end()
}
