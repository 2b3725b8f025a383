import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, loggedIn } from '../../test/factories.ts'
import { prepareFirstStart } from './first-start.ts'

const form = {
  organizationName: 'Kiln & Co',
  country: 'DE',
  timezone: 'Europe/Berlin',
  fullName: 'Ada Adler',
  email: 'Ada@kiln.example',
  newPassword: 'my very own password',
}

async function startNew(config: { adminPassword?: string } = {}) {
  const server = await startApp()
  const login = await prepareFirstStart(server.db, { ...server.config, ...config })
  const { app } = server
  const setUp = (fields: object = {}) =>
    app.inject({ method: 'POST', url: '/api/setup', payload: { ...form, password: login!.password, ...fields } })
  const isSetUp = async () => (await app.inject({ url: '/api/setup' })).json().isSetUp as boolean
  return { ...server, login: login!, setUp, isSetUp }
}

test('whoever brings the printed password names the organization and themselves, and is logged in', async () => {
  const { app, setUp, isSetUp, login } = await startNew()
  assert.equal(await isSetUp(), false)
  const answer = await setUp()
  assert.equal(answer.statusCode, 200, answer.body)
  const { name, value } = answer.cookies[0]!
  const session = (await app.inject({ url: '/api/session', cookies: { [name]: value } })).json()
  assert.equal(session.csrfToken, answer.json().csrfToken)
  assert.deepEqual(
    [session.organization.name, session.organization.timeZone, session.user.fullName, session.user.accessRole],
    ['Kiln & Co', 'Europe/Berlin', 'Ada Adler', 'SUPERADMIN'],
  )
  assert.equal(await isSetUp(), true)

  const ada = await loggedIn(app, 'ada@kiln.example', form.newPassword)
  assert.equal((await ada.call('GET', '/api/organizations/user')).json().country, 'DE')
  assert.equal((await eventsOf(ada, 'organization.updated')).length, 1)
  assert.equal((await eventsOf(ada, 'user.updated')).length, 1)
  const old = await app.inject({ method: 'POST', url: '/api/auth/login', payload: login })
  assert.equal(old.statusCode, 401)
})

test('a server is set up once, also by two who do it at the same moment', async () => {
  const { setUp } = await startNew()
  const answers = await atOnce(3, () => setUp())
  assert.equal(answers.filter(({ statusCode }) => statusCode === 409).length, 2)
  assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  assert.equal((await setUp()).json().error.code, 'already_set_up')
})

test('another password sets nothing up, and is slowed down like guessing at the log-in', async () => {
  const { setUp, isSetUp } = await startNew()
  const answers = []
  for (let tries = 0; tries < 8; tries++) answers.push(await setUp({ password: 'guessed' }))
  assert.equal(answers[0]!.statusCode, 400)
  assert.deepEqual(answers[0]!.json().error.details[0].field, 'password')
  assert.equal(answers.at(-1)!.statusCode, 429)
  assert.equal(await isSetUp(), false)
})

test('what is refused leaves nothing half done', async () => {
  const { app, setUp, isSetUp, login } = await startNew()
  assert.equal((await setUp({ country: 'XX' })).statusCode, 400)
  assert.equal((await setUp({ timezone: 'Nowhere/Else' })).statusCode, 400)
  assert.equal(await isSetUp(), false)
  const first = await loggedIn(app, login.email, login.password)
  assert.equal((await first.call('GET', '/api/organizations/user')).json().name, 'My organization')
})

test('with a password of the operator’s own there is nothing to set up', async () => {
  const { setUp, isSetUp } = await startNew({ adminPassword: 'chosen by the boss' })
  assert.equal(await isSetUp(), true)
  assert.equal((await setUp()).statusCode, 409)
})

test('who has logged in and changed something has set it up', async () => {
  for (const [url, body] of [
    ['/api/organizations/user', { name: 'Named otherwise' }],
    ['/api/user/profile', { fullName: 'Somebody' }],
    ['/api/auth/register', { email: 'b@kiln.example', password: 'another password', fullName: 'Bea' }],
  ] as const) {
    const { app, setUp, isSetUp, login } = await startNew()
    const first = await loggedIn(app, login.email, login.password)
    const answer = await first.call(url.endsWith('register') ? 'POST' : 'PUT', url, body)
    assert.ok(answer.statusCode < 300, answer.body)
    assert.equal(await isSetUp(), true, url)
    assert.equal((await setUp()).statusCode, 409)
  }
})

test('where people register by themselves nothing waits to be set up', async () => {
  const { app } = await startApp()
  const payload = { ...form, password: form.newPassword }
  await app.inject({ method: 'POST', url: '/api/auth/register', payload })
  assert.deepEqual((await app.inject({ url: '/api/setup' })).json(), { isSetUp: true, demo: null })
})
