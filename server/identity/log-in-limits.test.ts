import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newEmail, newOrganization } from '../../test/factories.ts'
import { newId } from '../platform/id.ts'
import { pruneFailures } from './log-in-limits.ts'

const { app, db } = await startApp()

const newAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

test('five wrong passwords are free; after them even the right one has to wait, and is told how long', async () => {
  const { user, password } = await newOrganization(app)
  const address = newAddress()
  for (let tries = 0; tries < 5; tries++) assert.equal((await logIn(user.email, 'wrong', address)).statusCode, 401)
  await failed(4, user.email, address)
  const refused = await logIn(user.email, password, address)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [429, 'too_many_log_ins'])
  const seconds = Number(refused.headers['retry-after'])
  assert.ok(seconds > 8 && seconds <= 16, `${seconds}`)
  assert.match(refused.json().message, new RegExp(`in ${seconds} seconds`))
})

test('another address of the same IPv6 network is no other address', async () => {
  const { user, password } = await newOrganization(app)
  const network = `2001:db8:${randomInt(65_536).toString(16)}:1`
  for (let tries = 0; tries < 5; tries++) await logIn(user.email, 'wrong', `${network}::${tries}`)
  await failed(4, user.email, `${network}::/64`)
  assert.equal((await logIn(user.email, password, `${network}::99`)).statusCode, 429)
})

test('each further wrong password doubles the pause, up to a minute', async () => {
  const [email, address] = [newEmail(), newAddress()]
  for (const [failures, least, most] of [
    [9, 8, 16],
    [1, 16, 32],
    [1, 32, 60],
    [30, 32, 60],
  ] as const) {
    await failed(failures, email, address)
    const seconds = Number((await logIn(email, 'wrong', address)).headers['retry-after'])
    assert.ok(seconds > least && seconds <= most, `${seconds}`)
  }
})

test('after the pause the right password logs in, and all is forgiven', async () => {
  const { user, password } = await newOrganization(app)
  const address = newAddress()
  await failed(9, user.email, address, 60)
  assert.equal((await logIn(user.email, password, address)).statusCode, 200)
  assert.equal((await logIn(user.email, 'wrong', address)).statusCode, 401)
  assert.equal((await logIn(user.email, password, address)).statusCode, 200)
})

test('an email is slowed in whatever letter case it is guessed at, and whether anybody has it or not', async () => {
  const [email, address] = [newEmail(), newAddress()]
  await failed(9, email, address)
  assert.equal((await logIn(email.toUpperCase(), 'wrong', address)).statusCode, 429)
})

test('guessing at one email does not slow another one from the same address, nor the same one from another', async () => {
  const [one, other] = [await newOrganization(app), await newOrganization(app)]
  const address = newAddress()
  await failed(20, one.user.email, address)
  assert.equal((await logIn(other.user.email, other.password, address)).statusCode, 200)
  assert.equal((await logIn(one.user.email, one.password, newAddress())).statusCode, 200)
})

test('guessing from everywhere slows newcomers, and never the owner where the owner was before', async () => {
  const { user, password } = await newOrganization(app)
  const home = newAddress()
  await logIn(user.email, password, home)
  for (let attackers = 0; attackers < 60; attackers++) await failed(1, user.email, newAddress())
  assert.equal((await logIn(user.email, password, newAddress())).statusCode, 429)
  assert.equal((await logIn(user.email, password, home)).statusCode, 200)
})

test('an address that guesses at many emails is slowed for all of them', async () => {
  const { user, password } = await newOrganization(app)
  const address = newAddress()
  for (let emails = 0; emails < 110; emails++) await failed(1, newEmail(), address)
  assert.equal((await logIn(user.email, password, address)).statusCode, 429)
  assert.equal((await logIn(user.email, password, newAddress())).statusCode, 200)
})

test('many guesses at once are slowed as they are one after the other', async () => {
  const [email, address] = [newEmail(), newAddress()]
  const answers = await Promise.all(Array.from({ length: 40 }, () => logIn(email, 'wrong', address)))
  const guessed = answers.filter(({ statusCode }) => statusCode === 401).length
  assert.ok(guessed >= 5 && guessed < 12, `${guessed} guesses were answered`)
})

test('many right log-ins at once all succeed', async () => {
  const { user, password } = await newOrganization(app)
  const answers = await Promise.all(Array.from({ length: 10 }, () => logIn(user.email, password, newAddress())))
  const here = await Promise.all(Array.from({ length: 10 }, () => logIn(user.email, password, '10.0.0.1')))
  assert.deepEqual(new Set([...answers, ...here].map(({ statusCode }) => statusCode)), new Set([200]))
})

test('what is older than a quarter of an hour counts no more, and is forgotten', async () => {
  const [email, address] = [newEmail(), newAddress()]
  await failed(100, email, address, 16 * 60)
  assert.equal((await logIn(email, 'wrong', address)).statusCode, 401)
  await pruneFailures(db)
  const kept = await db.selectFrom('loginFailures').select('id').where('email', '=', email).execute()
  assert.equal(kept.length, 1)
})

function logIn(email: string, password: string, remoteAddress: string) {
  return app.inject({ method: 'POST', url: '/api/auth/login', remoteAddress, payload: { email, password } })
}

/** As if so many wrong log-ins had just come from there. */
async function failed(times: number, email: string, address: string, secondsAgo = 0): Promise<void> {
  const failedAt = new Date(Date.now() - secondsAgo * 1000)
  const failures = Array.from({ length: times }, () => ({ id: newId(failedAt), email, address, failedAt }))
  await db.insertInto('loginFailures').values(failures).execute()
}
