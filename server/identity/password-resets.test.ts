import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, loggedIn, newColleague, newEmail, newOrganization, until } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { startMailServer } from '../../test/mail-server.ts'

const mails = await startMailServer()
const mailing = await startApp({
  worker: true,
  config: { smtpUrl: mails.url, mailFrom: 'Tether <crm@example.com>', publicUrl: 'http://tether.test' },
})
const { app: silent, db } = await startApp()

const newPassword = 'battery staple correct'

test('without a mail server an admin gets a link, good once, that ends every session', async () => {
  const { admin, rep } = await newTeam(silent)
  const answer = (await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })).json()
  const token = tokenIn(answer.resetLink)
  assert.match(answer.resetLink, /^http:\/\/tether\.test\/reset-password#/)
  assert.equal((await reset(silent, token)).statusCode, 200)
  assert.equal((await rep.call('GET', '/api/auth/verify-token')).statusCode, 401)
  assert.equal((await loggedIn(silent, rep.user.email, newPassword)).user.id, rep.user.id)
  assert.equal((await reset(silent, token, 'yet another one')).json().error.code, 'invalid_reset_token')
  assert.equal((await eventsOf(admin, 'passwordReset.added')).length, 1)
})

test('the token is in no row of the database', async () => {
  const { admin, rep } = await newTeam(silent)
  const answer = await admin.call(
    'POST',
    '/api/user/reset-password',
    { userId: rep.user.id },
    { 'idempotency-key': 'k' },
  )
  const token = tokenIn(answer.json().resetLink)
  for (const table of ['passwordResets', 'events', 'auditLogs', 'idempotencyKeys', 'mails'] as const) {
    const rows = await db
      .selectFrom(table)
      .selectAll()
      .where('organizationId', '=', admin.user.organizationId)
      .execute()
    assert.ok(!JSON.stringify(rows).includes(token.slice(24)), table)
  }
})

test('of two who use a link at once one does, and the password is that one’s', async () => {
  const { admin, rep } = await newTeam(silent)
  const { resetLink } = (await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })).json()
  const passwords = ['the first password', 'the second password']
  const answers = await atOnce(2, (index) => reset(silent, tokenIn(resetLink), passwords[index]))
  const statuses = answers.map((each) => each.statusCode)
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 400],
  )
  const winner = passwords[answers.findIndex((each) => each.statusCode === 200)]!
  assert.equal((await loggedIn(silent, rep.user.email, winner)).user.id, rep.user.id)
})

test('a link ends with its time, with another password, another email and with the log-in', async () => {
  for (const end of [
    (rep: Person) => expire(rep),
    (rep: Person, admin: Person) => admin.call('PUT', `/api/user/${rep.user.id}`, { password: 'set by the admin' }),
    (rep: Person, admin: Person) => admin.call('PUT', `/api/user/${rep.user.id}`, { email: newEmail() }),
    (rep: Person, admin: Person) => admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true }),
    async (rep: Person, admin: Person) => {
      for (const loginDisabled of [true, false]) await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled })
    },
    async (rep: Person, admin: Person) => {
      for (const _ of [1, 2]) await admin.call('PUT', `/api/user/${rep.user.id}/toggle-password-auth`)
    },
  ]) {
    const { admin, rep } = await newTeam(silent)
    const { resetLink } = (await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })).json()
    await end(rep, admin)
    assert.equal((await reset(silent, tokenIn(resetLink))).json().error.code, 'invalid_reset_token')
  }
})

test('nobody resets oneself, a higher role, a stranger, or somebody who may not log in', async () => {
  const { admin, rep } = await newTeam(silent)
  const stranger = await newOrganization(silent)
  const offer = async (by: Person, userId: string) => by.call('POST', '/api/user/reset-password', { userId })
  assert.equal((await offer(admin, admin.user.id)).json().error.code, 'own_account')
  assert.equal((await offer(stranger, rep.user.id)).statusCode, 404)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  assert.equal((await offer(admin, rep.user.id)).json().error.code, 'log_in_disabled')
})

test('who forgot the password gets one mail with a link that works; who is unknown gets the same answer and none', async () => {
  const { rep } = await newTeam(mailing.app)
  const unknown = newEmail()
  const answers = [await forget(unknown), await forget(rep.user.email.toUpperCase())]
  assert.deepEqual(
    answers.map((each) => [each.statusCode, each.json()]),
    [1, 2].map(() => [200, { message: 'If this email logs in here, a link is on its way to it.' }]),
  )
  await until(async () => mailsTo(rep.user.email).length > 0, 'the mail')
  assert.equal((await reset(mailing.app, tokenIn(mailsTo(rep.user.email)[0]!.text))).statusCode, 200)
  await loggedIn(mailing.app, rep.user.email, newPassword)
  assert.deepEqual([mailsTo(rep.user.email).length, mailsTo(unknown).length], [1, 0])
})

test('with a mail server an admin’s link goes to the user and not to the admin', async () => {
  const { admin, rep } = await newTeam(mailing.app)
  const answer = (await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })).json()
  assert.equal(answer.resetLink, undefined)
  await until(async () => mailsTo(rep.user.email).length > 0, 'the mail')
  const [mail] = mailsTo(rep.user.email)
  assert.match(mail!.text, /From: Tether <crm@example\.com>/)
  assert.equal((await reset(mailing.app, tokenIn(mail!.text))).statusCode, 200)
})

test('a fourth time within the hour is refused, alike for who is unknown', async () => {
  const { rep } = await newTeam(mailing.app)
  for (const email of [rep.user.email, newEmail()]) {
    const statuses: number[] = []
    for (const _ of [1, 2, 3, 4]) statuses.push((await forget(email)).statusCode)
    assert.deepEqual(statuses, [200, 200, 200, 429])
  }
})

test('of many who ask at once for one email three are heard', async () => {
  const email = newEmail()
  const answers = await atOnce(6, () => forget(email))
  assert.deepEqual(
    answers.map((each) => each.statusCode).toSorted((a, b) => a - b),
    [200, 200, 200, 429, 429, 429],
  )
})

test('an admin sends nobody more than five mails an hour', async () => {
  const { admin, rep } = await newTeam(mailing.app)
  const answers = await atOnce(7, () => admin.call('POST', '/api/user/reset-password', { userId: rep.user.id }))
  assert.deepEqual(
    answers.map((each) => each.statusCode).toSorted((a, b) => a - b),
    [200, 200, 200, 200, 200, 429, 429],
  )
  assert.ok(answers.every((each) => each.statusCode === 200 || Number(each.headers['retry-after']) > 0))
})

test('a mail says nothing that a name would have it say', async () => {
  const { admin, rep } = await newTeam(mailing.app)
  await admin.call('PUT', `/api/user/${rep.user.id}`, { fullName: 'you have won, see https://evil.example' })
  await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id })
  await until(async () => mailsTo(rep.user.email).length > 0, 'the mail')
  const { text } = mailsTo(rep.user.email)[0]!
  assert.match(text, /Hello,/)
  assert.doesNotMatch(text, /evil|won/)
})

test('a link leads to the configured address, whatever host was asked', async () => {
  const { admin, rep } = await newTeam(silent)
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
  const answer = await admin.call('POST', '/api/user/reset-password', { userId: rep.user.id }, headers)
  assert.match(answer.json().resetLink, /^http:\/\/tether\.test\/reset-password#/)
})

test('without a mail server forgetting says whom to ask', async () => {
  const answer = await silent.inject({
    method: 'POST',
    url: '/api/auth/forgot-password',
    payload: { email: newEmail() },
  })
  assert.match(answer.json().message, /ask an administrator/)
})

async function newTeam(app: typeof silent): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}

function reset(app: typeof silent, token: string, password = newPassword) {
  return app.inject({ method: 'POST', url: '/api/auth/reset-password', payload: { token, password } })
}

function forget(email: string) {
  return mailing.app.inject({ method: 'POST', url: '/api/auth/forgot-password', payload: { email } })
}

function mailsTo(email: string) {
  return mails.received.filter((mail) => mail.to.includes(email))
}

function tokenIn(text: string): string {
  const token = /reset-password#([\w-]+)/.exec(text)?.[1]
  assert.ok(token, text)
  return token
}

async function expire({ user }: Person): Promise<void> {
  await db
    .updateTable('passwordResets')
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where('organizationId', '=', user.organizationId)
    .execute()
}
