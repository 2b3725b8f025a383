import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { loggedIn, newColleague, newEmail, newOrganization } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()

test('the profile is one’s own, in the shape of the catalogue', async () => {
  const ada = await newOrganization(app)
  const { user, persona } = (await ada.call('GET', '/api/user/profile')).json()
  assert.equal(persona, null)
  assert.deepEqual(
    [user._id, user.email, user.fullName, user.accessRole, user.organizationId, user.loginDisabled],
    [ada.user.id, ada.user.email, ada.user.fullName, 'ADMIN', ada.user.organizationId, false],
  )
})

test('anybody changes the own name, number and designation, and nothing else of it', async () => {
  const { admin, rep } = await newTeam()
  const other = await newOrganization(app)
  const changes = { fullName: 'Rita Rep', phoneNumber: '+14155550100', designation: 'Closer' }
  const forbidden = {
    accessRole: 'ADMIN',
    loginDisabled: true,
    organizationId: other.user.organizationId,
  }
  const answer = await rep.call('PUT', '/api/user/profile', { ...changes, ...forbidden })
  assert.equal(answer.statusCode, 200)
  const { user } = (await rep.call('GET', '/api/user/profile')).json()
  const kept = {
    accessRole: 'SALES_REP',
    loginDisabled: false,
    email: rep.user.email,
    organizationId: admin.user.organizationId,
  }
  for (const [name, value] of Object.entries({ ...changes, ...kept })) assert.equal(user[name], value, name)
})

test('a new password of one’s own needs the present one', async () => {
  const ada = await newOrganization(app)
  for (const currentPassword of [undefined, '', 'wrong']) {
    const answer = await ada.call('PUT', '/api/user/profile', { password: 'another password', currentPassword })
    assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, 'currentPassword'])
  }
  assert.equal((await ada.call('GET', '/api/auth/verify-token')).statusCode, 200)
})

test('whoever found a session open guesses at its password no faster than at the log-in', async () => {
  const ada = await newOrganization(app)
  const statuses: number[] = []
  for (let tries = 0; tries < 7; tries++) {
    const guess = { password: 'another password', currentPassword: `guess ${tries}` }
    statuses.push((await ada.call('PUT', '/api/user/profile', guess)).statusCode)
  }
  assert.deepEqual([statuses[0], statuses.at(-1)], [400, 429])
})

test('another email of one’s own needs the present password, and then logs in instead of the old one', async () => {
  const { rep } = await newTeam()
  const email = newEmail()
  const refused = await rep.call('PUT', '/api/user/profile', { email })
  assert.deepEqual([refused.statusCode, refused.json().error.details[0].field], [400, 'currentPassword'])
  const changed = await rep.call('PUT', '/api/user/profile', {
    email: email.toUpperCase(),
    currentPassword: rep.password,
  })
  assert.equal(changed.json().user.email, email)
  assert.equal((await loggedIn(app, email, rep.password)).user.id, rep.user.id)
  const old = { email: rep.user.email, password: rep.password }
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload: old })).statusCode, 401)
})

test('an email that logs in elsewhere is refused, and nothing changes', async () => {
  const { admin, rep } = await newTeam()
  const other = await newOrganization(app)
  const answer = await admin.call('PUT', `/api/user/${rep.user.id}`, { email: other.user.email, fullName: 'X' })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'email_taken'])
  assert.equal((await rep.call('GET', '/api/user/profile')).json().user.fullName, rep.user.fullName)
})

test('who may not log in with a password is out at once, and may again when it is turned over', async () => {
  const { admin, rep } = await newTeam()
  const toggle = async (id: string) => admin.call('PUT', `/api/user/${id}/toggle-password-auth`)
  assert.deepEqual((await toggle(rep.user.id)).json(), {
    success: true,
    message: 'Password auth disabled',
    data: { userId: rep.user.id, isPasswordDisabled: true },
  })
  assert.equal((await rep.call('GET', '/api/auth/verify-token')).statusCode, 401)
  const payload = { email: rep.user.email, password: rep.password }
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload })).statusCode, 401)
  assert.equal((await toggle(rep.user.id)).json().message, 'Password auth enabled')
  assert.equal((await app.inject({ method: 'POST', url: '/api/auth/login', payload })).statusCode, 200)
  assert.equal((await toggle(admin.user.id)).statusCode, 409)
  const stranger = await newOrganization(app)
  assert.equal((await stranger.call('PUT', `/api/user/${rep.user.id}/toggle-password-auth`)).statusCode, 404)
})

test('everybody sees the users of the own organization, by GET and by POST', async () => {
  const { admin, rep } = await newTeam()
  await newOrganization(app)
  const [got, posted] = [await rep.call('GET', '/api/user/list'), await rep.call('POST', '/api/user/list')]
  assert.deepEqual(
    got.json().map((user: { _id: string }) => user._id),
    [admin.user.id, rep.user.id],
  )
  assert.deepEqual(posted.json(), got.json())
})

test('an admin changes a colleague, and leaves an event that says who did it', async () => {
  const { admin, rep } = await newTeam()
  const answer = await admin.call('PUT', `/api/user/${rep.user.id}`, {
    fullName: 'Rita',
    accessRole: 'DEPARTMENT_HEAD',
  })
  assert.deepEqual([answer.json().user.fullName, answer.json().user.accessRole], ['Rita', 'DEPARTMENT_HEAD'])
  const { events } = (await admin.call('GET', '/api/event-logs?types=user.updated')).json()
  assert.deepEqual([events.length, events[0].subjectId, events[0].actorId], [1, rep.user.id, admin.user.id])
})

test('disabling a user twice disables once, and says who did it', async () => {
  const { admin, rep } = await newTeam()
  for (const _ of [1, 2]) await admin.call('PUT', `/api/user/${rep.user.id}`, { loginDisabled: true })
  const { events } = (await admin.call('GET', '/api/event-logs?types=user.disabled')).json()
  assert.equal(events.length, 1)
  const row = await db
    .selectFrom('users')
    .select(['disabledById', 'tokenEpoch'])
    .where('organizationId', '=', admin.user.organizationId)
    .where('id', '=', rep.user.id)
    .executeTakeFirst()
  assert.deepEqual(row, { disabledById: admin.user.id, tokenEpoch: 1 })
})

test('nobody disables oneself, nor changes the own role', async () => {
  const ada = await newOrganization(app)
  for (const changes of [{ loginDisabled: true }, { accessRole: 'SALES_REP' }]) {
    const answer = await ada.call('PUT', `/api/user/${ada.user.id}`, changes)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'own_account'])
  }
})

test('an admin’s own email needs the present password as well: a found session is not to be kept by it', async () => {
  const { admin } = await newTeam()
  const url = `/api/user/${admin.user.id}`
  const answer = await admin.call('PUT', url, { email: newEmail() })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'own_account'])
  const same = await admin.call('PUT', url, { email: admin.user.email.toUpperCase(), designation: 'Boss' })
  assert.deepEqual([same.statusCode, same.json().user.email], [200, admin.user.email])
})

test('no field beside the documented ones changes a user', async () => {
  const { admin, rep } = await newTeam()
  const stranger = await newOrganization(app)
  const more = {
    accessRole: 'ADMIN',
    departmentId: null,
    organizationId: stranger.user.organizationId,
    id: stranger.user.id,
    _id: stranger.user.id,
    passwordHash: 'x',
    tokenEpoch: 9,
    deletedAt: new Date(),
    heirId: rep.user.id,
  }
  const own = await rep.call('PUT', '/api/user/profile', { ...more, fullName: 'Rita' })
  assert.deepEqual([own.statusCode, own.json().user.accessRole, own.json().user.fullName], [200, 'SALES_REP', 'Rita'])
  const { accessRole: _, ...rest } = more
  assert.equal((await admin.call('PUT', `/api/user/${rep.user.id}`, rest)).statusCode, 200)
  const user = await rowOf(rep)
  assert.deepEqual(
    [user.organizationId, user.tokenEpoch, user.deletedAt, user.heirId],
    [rep.user.organizationId, 0, null, null],
  )
})

test('a name is neither blank nor of several lines', async () => {
  const { admin, rep } = await newTeam()
  for (const fullName of [' ', '\u00a0', 'Rita\r\nBcc: x@example.com', 'Rita\u0007']) {
    const answer = await admin.call('PUT', `/api/user/${rep.user.id}`, { fullName })
    assert.deepEqual(
      [answer.statusCode, answer.json().error.details[0].field],
      [400, 'fullName'],
      JSON.stringify(fullName),
    )
  }
  assert.equal((await admin.call('POST', '/api/departments', { name: ' ' })).statusCode, 400)
  assert.equal((await admin.call('PUT', '/api/organizations/user', { name: '\t' })).statusCode, 400)
  const arabic = await admin.call('PUT', `/api/user/${rep.user.id}`, { fullName: 'ريتا ابو' })
  assert.equal(arabic.statusCode, 200)
})

test('an admin neither changes a SUPERADMIN nor makes one', async () => {
  const { admin, rep } = await newTeam()
  assert.equal((await admin.call('PUT', `/api/user/${rep.user.id}`, { accessRole: 'SUPERADMIN' })).statusCode, 403)
  await db
    .updateTable('users')
    .set({ accessRole: 'SUPERADMIN' })
    .where('organizationId', '=', admin.user.organizationId)
    .where('id', '=', rep.user.id)
    .execute()
  for (const changes of [{ fullName: 'X' }, { loginDisabled: true }, { password: 'another password' }]) {
    assert.equal((await admin.call('PUT', `/api/user/${rep.user.id}`, changes)).statusCode, 403)
  }
})

test('a department is added once, and holds people', async () => {
  const { admin, rep } = await newTeam()
  const { _id: departmentId } = (await admin.call('POST', '/api/departments', { name: 'Sales' })).json()
  const again = await admin.call('POST', '/api/departments', { name: 'Sales' })
  assert.deepEqual([again.statusCode, again.json().error.code], [409, 'department_exists'])
  await admin.call('PUT', `/api/user/${rep.user.id}`, { departmentId })
  assert.equal((await rep.call('GET', '/api/user/profile')).json().user.departmentId, departmentId)
  const { departments } = (await rep.call('GET', '/api/departments')).json()
  assert.deepEqual(
    departments.map(({ _id, name }: { _id: string; name: string }) => [_id, name]),
    [[departmentId, 'Sales']],
  )
  const { events } = (await admin.call('GET', '/api/event-logs?types=department.added')).json()
  assert.deepEqual([events.length, events[0].subjectId], [1, departmentId])
})

function rowOf({ user }: Person) {
  return db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', user.organizationId)
    .where('id', '=', user.id)
    .executeTakeFirstOrThrow()
}

async function newTeam(): Promise<{ admin: Person; rep: Person }> {
  const admin = await newOrganization(app)
  return { admin, rep: await newColleague(app, admin, 'SALES_REP') }
}
