import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Secret, TOTP } from 'otpauth'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newColleague, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { transact } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'

const { app, db } = await startApp()
const url = '/api/user/two-factor'

test('a secret asks nobody for a code before a first code has confirmed it', async () => {
  const { rep } = await newTeam()
  const { secret, otpauthUrl } = (await rep.call('POST', url, { password: rep.password })).json()
  assert.match(otpauthUrl, new RegExp(`^otpauth://totp/Tether:.*secret=${secret}`))
  assert.equal((await logIn(rep)).statusCode, 200)
  assert.equal((await rep.call('GET', url)).json().isEnabled, false)
})

test('with two-factor log-in the password alone is not enough, and the answer afterwards is the same as ever', async () => {
  const { admin, rep, secret } = await newEnabled()
  const asked = await logIn(rep)
  assert.deepEqual([asked.statusCode, asked.json().error.code], [401, 'two_factor_required'])
  const wrong = await logIn(rep, '000000')
  assert.deepEqual([wrong.statusCode, wrong.json().error.code], [401, 'invalid_code'])
  const answer = await logIn(rep, codeOf(secret, 1))
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(Object.keys(answer.json()), ['token', 'user'])
  assert.equal((await eventsOf(admin, 'twoFactor.enabled')).length, 1)
})

test('with a wrong password nobody learns that there is a second factor', async () => {
  const { rep, secret } = await newEnabled()
  const payload = { email: rep.user.email, password: 'wrong', code: codeOf(secret, 1) }
  const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload })
  assert.equal(answer.json().error.code, 'invalid_credentials')
})

test('a code is accepted once, also of many at once', async () => {
  const { rep, secret } = await newEnabled()
  assert.equal((await logIn(rep, codeOf(secret, 0))).json().error.code, 'invalid_code', 'it confirmed')
  const answers = await atOnce(3, (index) => logIn(rep, codeOf(secret, 1), `10.0.0.${index}`))
  const statuses = answers.map((each) => each.statusCode)
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 401, 401],
  )
})

test('a code of a minute ago or to come is none', async () => {
  const { rep, secret } = await newEnabled()
  await forgetStep(rep)
  for (const steps of [-3, 3]) assert.equal((await logIn(rep, codeOf(secret, steps))).statusCode, 401)
})

test('guessing codes is slowed down like guessing passwords', async () => {
  const { rep } = await newEnabled()
  const statuses: number[] = []
  for (let tries = 0; tries < 7; tries++) statuses.push((await logIn(rep, '000000')).statusCode)
  assert.deepEqual([statuses[0], statuses.at(-1)], [401, 429])
})

test('each of ten recovery codes gets in once, however it is written, and new ones end them', async () => {
  const { rep, secret, recoveryCodes } = await newEnabled()
  assert.equal(new Set(recoveryCodes).size, 10)
  const [first, second, third] = recoveryCodes as [string, string, string]
  assert.equal((await logIn(rep, first)).statusCode, 200)
  assert.equal((await logIn(rep, first)).statusCode, 401)
  assert.equal((await logIn(rep, second.replaceAll('-', '').toUpperCase())).statusCode, 200)
  assert.equal((await rep.call('GET', url)).json().recoveryCodesLeft, 8)
  const renewed = await rep.call('POST', `${url}/confirm`, { password: rep.password, code: codeOf(secret, 1) })
  assert.equal(renewed.json().recoveryCodes.length, 10)
  assert.equal((await logIn(rep, third)).statusCode, 401)
  assert.equal((await logIn(rep, renewed.json().recoveryCodes[0])).statusCode, 200)
})

test('neither the secret nor a recovery code is in the database as it is', async () => {
  const { admin, secret, recoveryCodes } = await newEnabled()
  for (const table of ['authenticators', 'recoveryCodes', 'events', 'auditLogs', 'idempotencyKeys'] as const) {
    const rows = await db
      .selectFrom(table)
      .selectAll()
      .where('organizationId', '=', admin.user.organizationId)
      .execute()
    for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
      assert.ok(!JSON.stringify(rows).includes(hidden), table)
    }
  }
})

test('beginning, confirming and ending need the password; ending a code as well', async () => {
  const { rep, secret } = await newEnabled()
  const code = codeOf(secret, 1)
  const again = await rep.call('POST', url, { password: rep.password })
  assert.deepEqual([again.statusCode, again.json().error.code], [409, 'two_factor_enabled'])
  for (const [method, path, body, field] of [
    ['POST', url, { password: 'wrong' }, 'password'],
    ['POST', `${url}/confirm`, { password: 'wrong', code }, 'password'],
    ['DELETE', url, { password: 'wrong', code }, 'password'],
    ['DELETE', url, { password: rep.password, code: '000000' }, 'code'],
  ] as const) {
    const answer = await rep.call(method, path, body)
    assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, field], `${method} ${path}`)
  }
  assert.equal((await rep.call('DELETE', url, { password: rep.password, code })).statusCode, 200)
  assert.equal((await logIn(rep)).statusCode, 200)
})

test('a code of one secret does not switch on another one that came in its place meanwhile', async () => {
  const { rep } = await newTeam()
  const { secret } = (await rep.call('POST', url, { password: rep.password })).json()
  const { organizationId, id: userId } = rep.user
  const [confirming] = await transact(db, async (trx) => {
    await holdUser(trx, rep)
    const waiting = rep.call('POST', `${url}/confirm`, { password: rep.password, code: codeOf(secret, 0) })
    await until(async () => ((await authenticatorOf(rep))?.lastStep ?? 0) > 0, 'the code to be used')
    await trx
      .updateTable('authenticators')
      .set({ lastStep: 0 })
      .where('organizationId', '=', organizationId)
      .where('userId', '=', userId)
      .execute()
    return [waiting]
  })
  assert.equal((await confirming).json().error.code, 'two_factor_not_enabled')
  assert.equal((await authenticatorOf(rep))?.confirmedAt, null)
})

test('wrong tries count also when they come with an Idempotency-Key', async () => {
  const { rep } = await newTeam()
  const statuses: number[] = []
  for (let tries = 0; tries < 7; tries++) {
    const answer = await rep.call('POST', url, { password: 'wrong' }, { 'idempotency-key': `try ${tries}` })
    statuses.push(answer.statusCode)
  }
  assert.deepEqual([statuses[0], statuses.at(-1)], [400, 429])
})

test('an admin switches a colleague’s off once, not the own, and no stranger’s', async () => {
  const { admin, rep } = await newEnabled()
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('DELETE', `/api/user/${rep.user.id}/two-factor`)).statusCode, 404)
  assert.equal((await admin.call('DELETE', `/api/user/${admin.user.id}/two-factor`)).statusCode, 409)
  for (const _ of [1, 2]) {
    assert.equal((await admin.call('DELETE', `/api/user/${rep.user.id}/two-factor`)).statusCode, 200)
  }
  assert.equal((await logIn(rep)).statusCode, 200)
  const [event, ...others] = await eventsOf(admin, 'twoFactor.disabled')
  assert.deepEqual([event?.actorId, event?.subjectId, others.length], [admin.user.id, rep.user.id, 0])
})

async function newTeam(): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}

async function newEnabled() {
  const { admin, rep } = await newTeam()
  const { secret } = (await rep.call('POST', url, { password: rep.password })).json()
  const answer = await rep.call('POST', `${url}/confirm`, { password: rep.password, code: codeOf(secret, 0) })
  assert.equal(answer.statusCode, 200, answer.body)
  return { admin, rep, secret: secret as string, recoveryCodes: answer.json().recoveryCodes as string[] }
}

/** What the app shows so many steps of half a minute from now. */
function codeOf(secret: string, steps: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
}

function logIn({ user, password }: Person, code?: string, remoteAddress = '127.0.0.1') {
  const payload = { email: user.email, password, ...(code === undefined ? {} : { code }) }
  return app.inject({ method: 'POST', url: '/api/auth/login', payload, remoteAddress })
}

function holdUser(trx: Trx, { user }: Person) {
  return trx
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', user.organizationId)
    .where('id', '=', user.id)
    .forUpdate()
    .execute()
}

function authenticatorOf({ user }: Person) {
  return db
    .selectFrom('authenticators')
    .selectAll()
    .where('organizationId', '=', user.organizationId)
    .where('userId', '=', user.id)
    .executeTakeFirst()
}

async function forgetStep({ user }: Person): Promise<void> {
  await db
    .updateTable('authenticators')
    .set({ lastStep: 0 })
    .where('organizationId', '=', user.organizationId)
    .where('userId', '=', user.id)
    .execute()
}
