import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newColleague, newEmail, newOrganization, password } from '../../test/factories.ts'
import { buildWeb } from '../app.ts'
import { accessRoles } from './actor.ts'

const server = await startApp()
const { app } = server
const closed = await buildWeb({ ...server, config: { ...server.config, signup: 'closed' } })
await closed.ready()
after(() => closed.close())

const register = (fields: object, to = app) =>
  to.inject({
    method: 'POST',
    url: '/api/auth/register',
    payload: { email: newEmail(), password, fullName: 'Bob', ...fields },
  })

test('where registration is open, a newcomer founds an organization, is its ADMIN and has a token for it', async () => {
  const answer = await register({ organizationName: 'Acme', country: 'DE' })
  assert.equal(answer.statusCode, 201)
  const { token, user } = answer.json()
  assert.equal(user.accessRole, 'ADMIN')
  const headers = { authorization: `Bearer ${token}` }
  const contact = await app.inject({
    method: 'POST',
    url: '/api/contact',
    headers,
    payload: { phoneNumber: '030 901820' },
  })
  assert.equal(contact.json().contact.phoneNumber, '+4930901820')
  const { events } = (await app.inject({ url: '/api/event-logs', headers })).json()
  assert.deepEqual(
    events.slice(0, 2).map((event: { type: string }) => event.type),
    ['organization.founded', 'user.added'],
  )
})

test('a newcomer becomes no SUPERADMIN by asking for it, and nobody in another organization', async () => {
  const other = await newOrganization(app)
  const fields = { organizationName: 'Acme', accessRole: 'SUPERADMIN', organizationId: other.user.organizationId }
  const { user } = (await register(fields)).json()
  assert.equal(user.accessRole, 'ADMIN')
  assert.notEqual(user.organizationId, other.user.organizationId)
})

test('an organization needs a name, and a country that exists in its form', async () => {
  assert.equal((await register({})).statusCode, 400)
  assert.equal((await register({ organizationName: 'Acme', country: 'germany' })).statusCode, 400)
  assert.equal((await register({ organizationName: 'Acme', password: 'short' })).statusCode, 400)
})

test('where registration is closed, a newcomer is refused and an admin still adds colleagues', async () => {
  const refused = await register({ organizationName: 'Acme' }, closed)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [403, 'signup_closed'])
  const { token } = await newOrganization(app)
  const payload = { email: newEmail(), password, fullName: 'Bob' }
  const headers = { authorization: `Bearer ${token}` }
  const added = await closed.inject({ method: 'POST', url: '/api/auth/register', headers, payload })
  assert.equal(added.statusCode, 201)
})

test('an admin adds a colleague to the own organization: a SALES_REP unless told otherwise, without a token', async () => {
  const admin = await newOrganization(app)
  const fields = { email: newEmail(), password, fullName: 'Bob', organizationName: 'Elsewhere' }
  const { token, user } = (await admin.call('POST', '/api/auth/register', fields)).json()
  assert.equal(token, undefined)
  assert.deepEqual([user.accessRole, user.organizationId], ['SALES_REP', admin.user.organizationId])
  const { events } = (await admin.call('GET', '/api/event-logs?types=user.added')).json()
  assert.deepEqual([events.at(-1).subjectId, events.at(-1).actorId], [user.id, admin.user.id])
})

test('an admin adds equals and lower roles, and nobody higher', async () => {
  const admin = await newOrganization(app)
  for (const accessRole of accessRoles) {
    const fields = { email: newEmail(), password, fullName: 'Bob', accessRole }
    const answer = await admin.call('POST', '/api/auth/register', fields)
    assert.equal(answer.statusCode, accessRole === 'SUPERADMIN' ? 403 : 201, accessRole)
  }
})

test('who is no admin adds nobody', async () => {
  const admin = await newOrganization(app)
  for (const role of ['DEPARTMENT_HEAD', 'SALES_REP']) {
    const person = await newColleague(app, admin, role)
    const fields = { email: newEmail(), password, fullName: 'Bob', accessRole: 'SALES_REP' }
    const answer = await person.call('POST', '/api/auth/register', fields)
    assert.deepEqual([answer.statusCode, answer.json().error.code], [403, 'role_not_allowed'])
  }
})

test('an email logs in once in all organizations, in whatever letter case', async () => {
  const [admin, other] = [await newOrganization(app), await newOrganization(app)]
  const email = other.user.email.toUpperCase()
  const answers = [
    await register({ email, organizationName: 'Acme' }),
    await admin.call('POST', '/api/auth/register', { email, password, fullName: 'Bob' }),
    await other.call('POST', '/api/auth/register', { email, password, fullName: 'Bob' }),
  ]
  for (const answer of answers) assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'email_taken'])
  assert.equal((await admin.call('GET', '/api/user/list')).json().length, 1)
})

test('registering one email many times at once makes one user, and one organization', async () => {
  const [email, organizationName] = [newEmail(), `Once ${newEmail()}`]
  const answers = await Promise.all(Array.from({ length: 8 }, () => register({ email, organizationName })))
  const statuses = answers.map(({ statusCode }) => statusCode).toSorted((one, other) => one - other)
  assert.deepEqual(statuses, [201, ...Array.from({ length: 7 }, () => 409)])
  const founded = await server.db
    .selectFrom('organizations')
    .select('id')
    .where('name', '=', organizationName)
    .execute()
  assert.equal(founded.length, 1)
})
