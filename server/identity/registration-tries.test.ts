import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, loggedIn, newEmail, newOrganization, password } from '../../test/factories.ts'
import { pruneRegistrations } from './registration-tries.ts'

const { app, db } = await startApp()

test('an address registers twenty times an hour, also at once; another one is not slowed down by it', async () => {
  const answers = await atOnce(24, () => register({}, { from: '203.0.113.1' }))
  assert.deepEqual(statusesOf(answers), [...Array(20).fill(201), ...Array(4).fill(429)])
  const refused = await register({}, { from: '203.0.113.1' })
  assert.equal(refused.json().error.code, 'too_many_registrations')
  assert.ok(Number(refused.headers['retry-after']) > 3000)
  assert.equal((await register({}, { from: '203.0.113.2' })).statusCode, 201)
})

test('asking which emails are taken counts as registering', async () => {
  const { user } = await newOrganization(app)
  for (let tries = 0; tries < 20; tries++) {
    const answer = await register({ email: user.email }, { from: '203.0.113.3' })
    assert.equal(answer.json().error.code, 'email_taken')
  }
  assert.equal((await register({ email: user.email }, { from: '203.0.113.3' })).statusCode, 429)
})

test('this machine registers as often as it likes, but not for those whom a proxy on it speaks for', async () => {
  const local = await atOnce(21, () => register({}))
  assert.deepEqual(statusesOf(local), Array(21).fill(201))
  // A trusted proxy names somebody; of one that is not trusted only this machine's own address is known.
  for (const headers of [{ via: '1.1 proxy' }, { 'x-real-ip': '203.0.113.77' }]) {
    const answer = await register({}, { headers })
    assert.equal(answer.json().error?.code, 'too_many_registrations', answer.body)
  }
})

test('whoever has a network of IPv6 addresses is one', async () => {
  const answers = await atOnce(21, (index) => register({}, { from: `2001:db8:1:2::${index}` }))
  assert.deepEqual(statusesOf(answers), [...Array(20).fill(201), 429])
  assert.equal((await register({}, { from: '2001:db8:1:3::1' })).statusCode, 201)
})

test('the same registration again under its key founds nothing more, and answers a token that works', async () => {
  const fields = { email: newEmail() }
  const first = await register(fields, { key: 'one' })
  const again = await register(fields, { key: 'one' })
  assert.deepEqual([first.statusCode, again.statusCode], [201, 201])
  assert.deepEqual(again.json().user, first.json().user)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  const headers = { authorization: `Bearer ${again.json().token}` }
  assert.equal((await app.inject({ url: '/api/user/profile', headers })).statusCode, 200)
})

test('of the same registration many times at once one founds an organization, and all answer it', async () => {
  const fields = { email: newEmail() }
  const answers = await atOnce(4, () => register(fields, { key: 'all' }))
  assert.deepEqual(statusesOf(answers), [201, 201, 201, 201])
  assert.equal(new Set(answers.map((each) => each.json().user.organizationId)).size, 1)
  assert.equal(answers.filter((each) => each.headers['idempotent-replayed'] === undefined).length, 1)
})

test('another request under the key is refused, and another key finds the email taken', async () => {
  const fields = { email: newEmail() }
  await register(fields, { key: 'mine' })
  const other = await register({ ...fields, organizationName: 'Another' }, { key: 'mine' })
  assert.deepEqual([other.statusCode, other.json().error.code], [422, 'idempotency_key_reused'])
  assert.equal((await register(fields, { key: 'yours' })).json().error.code, 'email_taken')
  assert.equal((await register(fields)).json().error.code, 'email_taken')
  assert.equal((await register({ email: newEmail() }, { key: 'mine' })).statusCode, 201, 'somebody else’s key')
})

test('a key opens nothing that a log-in would not', async () => {
  const fields = { email: newEmail() }
  await register(fields, { key: 'old' })
  const person = await loggedIn(app, fields.email, password)
  await person.call('PUT', '/api/user/profile', { password: 'another password', currentPassword: password })
  const again = await register(fields, { key: 'old' })
  assert.deepEqual([again.statusCode, again.json().error.code], [401, 'invalid_credentials'])
})

test('neither the key nor the password stands in the table', async () => {
  const fields = { email: newEmail() }
  await register(fields, { key: 'a key of mine' })
  const rows = await db.selectFrom('registrations').selectAll().where('email', '=', fields.email).execute()
  assert.equal(rows.length, 1)
  assert.ok(rows[0]!.keyHash && rows[0]!.requestHash)
  assert.doesNotMatch(JSON.stringify(rows), /a key of mine|correct horse/)
})

test('a try is forgotten after a day, and its key with it', async () => {
  const fields = { email: newEmail() }
  await register(fields, { key: 'yesterday' })
  const requestedAt = new Date(Date.now() - 25 * 3_600_000)
  await db.updateTable('registrations').set({ requestedAt }).where('email', '=', fields.email).execute()
  assert.equal((await register(fields, { key: 'yesterday' })).json().error.code, 'email_taken')
  await pruneRegistrations(db)
  const rows = await db.selectFrom('registrations').select('keyHash').where('email', '=', fields.email).execute()
  assert.deepEqual(rows, [{ keyHash: null }])
})

function register(
  fields: object,
  { from = '127.0.0.1', key, headers = {} }: { from?: string; key?: string; headers?: Record<string, string> } = {},
) {
  return app.inject({
    method: 'POST',
    url: '/api/auth/register',
    remoteAddress: from,
    headers: { ...headers, ...(key !== undefined && { 'idempotency-key': key }) },
    payload: { email: newEmail(), password, fullName: 'Ada', organizationName: 'Acme', ...fields },
  })
}

function statusesOf(answers: Array<{ statusCode: number }>): number[] {
  return answers.map((each) => each.statusCode).toSorted((a, b) => a - b)
}
