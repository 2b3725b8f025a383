import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { eventsOf, newColleague, newEmail, newOrganization, password } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'
import { pruneSessions } from './sessions.ts'

const server = await startApp()
const { app, db } = server
const contact = { phoneNumber: '+14155552671' }

test('who logs in gets a cookie that no script reads, and with its token changes things', async () => {
  const admin = await newOrganization(app)
  const { cookie, csrfToken, setCookie } = await begin(admin)
  assert.match(setCookie, /; Path=\/api; HttpOnly; SameSite=Strict$/)
  const session = (await app.inject({ url: '/api/session', headers: { cookie } })).json()
  assert.deepEqual(session, {
    user: admin.user,
    organization: { _id: admin.user.organizationId, name: 'Acme', timeZone: session.organization.timeZone },
    csrfToken,
  })
  const added = await change(cookie, csrfToken, contact)
  assert.deepEqual([added.statusCode, added.json().contact.userId], [201, admin.user.id])
})

test('a change without the token is refused, though the browser brings the cookie', async () => {
  const admin = await newOrganization(app)
  const { cookie } = await begin(admin)
  const other = await begin(admin)
  for (const token of [undefined, 'guessed', other.csrfToken]) {
    const refused = await change(cookie, token, contact)
    assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'csrf_token_missing'])
  }
  assert.equal((await admin.call('GET', '/api/contacts')).json().total, 0)
})

test('adding a colleague with the cookie is no registration of a stranger', async () => {
  const { cookie, csrfToken } = await begin(await newOrganization(app))
  const payload = { email: newEmail(), password, fullName: 'New Colleague', accessRole: 'SALES_REP' }
  const url = '/api/auth/register'
  assert.equal((await app.inject({ method: 'POST', url, headers: { cookie }, payload })).statusCode, 403)
  const headers = { cookie, 'x-csrf-token': csrfToken }
  const added = await app.inject({ method: 'POST', url, headers, payload })
  assert.equal(added.statusCode, 201, added.body)
  assert.equal(added.json().user.accessRole, 'SALES_REP')
})

test('behind https the cookie is sent by https alone', async (t) => {
  const { publicUrl } = server.config
  t.after(() => (server.config.publicUrl = publicUrl))
  server.config.publicUrl = 'https://crm.example.com/tether'
  const { setCookie } = await begin(await newOrganization(app))
  assert.match(setCookie, /; Path=\/tether\/api; HttpOnly; Secure; SameSite=Strict$/)
})

test('logging out ends that session alone, at once; doing it again is 401', async () => {
  const admin = await newOrganization(app)
  const [here, there] = [await begin(admin), await begin(admin)]
  const headers = { cookie: here.cookie, 'x-csrf-token': here.csrfToken }
  const out = await app.inject({ method: 'DELETE', url: '/api/session', headers })
  assert.equal(out.statusCode, 200)
  assert.match(String(out.headers['set-cookie']), /^tether_session=; Max-Age=0/)
  assert.equal((await app.inject({ method: 'DELETE', url: '/api/session', headers })).statusCode, 401)
  assert.equal(await statusOf(there.cookie), 200)
  assert.equal((await eventsOf(admin, 'session.ended')).length, 1)
})

test('another device is logged out from the list; a stranger’s is 404', async () => {
  const admin = await newOrganization(app)
  const [here, there] = [await begin(admin), await begin(admin, 'A phone')]
  const headers = { cookie: here.cookie, 'x-csrf-token': here.csrfToken }
  const { sessions } = (await app.inject({ url: '/api/sessions', headers })).json()
  const phone = sessions.find(({ isThis }: { isThis: boolean }) => !isThis)
  assert.deepEqual([sessions.length, phone.userAgent], [2, 'A phone'])

  const colleague = await newColleague(app, admin, 'SALES_REP')
  for (const person of [colleague, await newOrganization(app)]) {
    assert.equal((await person.call('DELETE', `/api/sessions/${phone._id}`)).statusCode, 404)
  }
  assert.equal(await statusOf(there.cookie), 200)
  assert.equal((await app.inject({ method: 'DELETE', url: `/api/sessions/${phone._id}`, headers })).statusCode, 200)
  assert.equal(await statusOf(there.cookie), 401)
  assert.equal(await statusOf(here.cookie), 200)
})

test('another password, and being locked out, end every session', async () => {
  const admin = await newOrganization(app)
  const [rep, other] = [await newColleague(app, admin, 'SALES_REP'), await newColleague(app, admin, 'SALES_REP')]
  const { cookie } = await begin(rep)
  const changed = { password: 'another long password', currentPassword: password }
  assert.equal((await rep.call('PUT', '/api/user/profile', changed)).statusCode, 200)
  assert.equal(await statusOf(cookie), 401)

  const second = await begin(other)
  await admin.call('PUT', `/api/user/${other.user.id}`, { loginDisabled: true })
  assert.equal(await statusOf(second.cookie), 401)
})

test('a session that was not used for two weeks, or is three months old, is over and forgotten', async () => {
  const admin = await newOrganization(app)
  const { organizationId } = admin.user
  for (const [column, days] of [
    ['lastUsedAt', 15],
    ['createdAt', 91],
  ] as const) {
    const { cookie } = await begin(admin)
    await db
      .updateTable('sessions')
      .set({ [column]: new Date(Date.now() - days * 86_400_000) })
      .where('organizationId', '=', organizationId)
      .execute()
    assert.equal(await statusOf(cookie), 401)
  }
  await begin(admin)
  await pruneSessions(db, organizationId)
  const left = await db.selectFrom('sessions').select('id').where('organizationId', '=', organizationId).execute()
  assert.equal(left.length, 1)
})

async function begin({ user }: Person, userAgent = 'A browser') {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { 'user-agent': userAgent },
    payload: { email: user.email, password },
  })
  assert.equal(answer.statusCode, 200, answer.body)
  const setCookie = String(answer.headers['set-cookie'])
  return { cookie: setCookie.split(';', 1)[0]!, csrfToken: answer.json().csrfToken as string, setCookie }
}

function change(cookie: string, csrfToken: string | undefined, payload: object) {
  const headers = { cookie, ...(csrfToken === undefined ? {} : { 'x-csrf-token': csrfToken }) }
  return app.inject({ method: 'POST', url: '/api/contact', headers, payload })
}

async function statusOf(cookie: string): Promise<number> {
  return (await app.inject({ url: '/api/session', headers: { cookie } })).statusCode
}

test('whoever changes the password with the cookie stays logged in here, and nowhere else', async () => {
  const admin = await newOrganization(app)
  const [here, there] = [await begin(admin), await begin(admin)]
  const changed = await app.inject({
    method: 'PUT',
    url: '/api/user/profile',
    headers: { cookie: here.cookie, 'x-csrf-token': here.csrfToken },
    payload: { password: 'quite another password', currentPassword: password },
  })
  assert.equal(changed.statusCode, 200, changed.body)
  assert.equal(changed.json().token, undefined)
  const cookie = String(changed.headers['set-cookie']).split(';')[0]!
  assert.equal((await app.inject({ url: '/api/session', headers: { cookie } })).statusCode, 200)
  for (const old of [here, there]) {
    assert.equal((await app.inject({ url: '/api/session', headers: { cookie: old.cookie } })).statusCode, 401)
  }
  const { sessions } = (await app.inject({ url: '/api/sessions', headers: { cookie } })).json()
  assert.deepEqual(
    sessions.map(({ isThis }: { isThis: boolean }) => isThis),
    [true],
  )
})

test('the browser keeps the cookie as long as a session can be good, since who uses it daily never logs out', async () => {
  const answer = await logInWith(undefined, await newOrganization(app))
  assert.equal(answer.cookies[0]!.maxAge, 90 * 86_400)
})

test('a log-in ends the session that the browser had, whosesoever it was, and no other', async () => {
  const admin = await newOrganization(app)
  const [here, there] = [await begin(admin), await begin(admin)]
  for (const person of [admin, await newOrganization(app)]) {
    const before = person === admin ? here : await begin(admin)
    const { cookies } = await logInWith(before.cookie, person)
    assert.equal(await statusOf(before.cookie), 401)
    assert.equal(await statusOf(`${cookies[0]!.name}=${cookies[0]!.value}`), 200)
  }
  assert.equal(await statusOf(there.cookie), 200)
  assert.equal((await logInWith(here.cookie, admin)).statusCode, 200)
})

test('no kind of body that a page of somebody else could send changes anything', async () => {
  const admin = await newOrganization(app)
  const { cookie } = await begin(admin)
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    undefined,
  ]) {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const headers = { cookie, ...(type ? { 'content-type': type } : {}) }
      const url = method === 'POST' ? '/api/contact' : '/api/session'
      const answer = await app.inject({ method, url, headers, payload: JSON.stringify(contact) })
      assert.ok([403, 404, 415].includes(answer.statusCode), `${method} ${type}: ${answer.body}`)
    }
  }
  assert.equal(await statusOf(cookie), 200)
  assert.equal((await admin.call('GET', '/api/contacts')).json().total, 0)
})

function logInWith(cookie: string | undefined, { user }: Person) {
  const payload = { email: user.email, password }
  return app.inject({ method: 'POST', url: '/api/session', headers: cookie ? { cookie } : {}, payload })
}
