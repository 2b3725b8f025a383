import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import {
  atOnce,
  eventsOf,
  loggedIn,
  newColleague,
  newContact,
  newEmail,
  newNumber,
  newOrganization,
  newSuperadmin,
  password,
} from '../../test/factories.ts'

const { app, db } = await startApp()
const root = await newSuperadmin({ app, db }, await newOrganization(app))

test('a SUPERADMIN adds an organization, and its ADMIN can log in', async () => {
  const admin = { email: newEmail(), password, fullName: 'Grace Admin', phoneNumber: '+14155550100' }
  const fields = { name: `Acme ${newEmail()}`, phone: '020 7946 0958', address: '1 High Street', country: 'GB' }
  const response = await root.call('POST', '/api/organizations', { ...fields, admin, timezone: 'Europe/London' })
  assert.equal(response.statusCode, 201, response.body)
  const { organization } = response.json()
  assert.deepEqual(
    [organization.name, organization.phoneNumber, organization.address, organization.country, organization.timezone],
    [fields.name, '+442079460958', '1 High Street', 'GB', 'Europe/London'],
  )
  const { auditLogs } = (await root.call('GET', `/api/audit-logs?organizationId=${organization._id}`)).json()
  assert.deepEqual(
    auditLogs.map((each: { action: string; actorId: string }) => [each.action, each.actorId]),
    [['user.added', root.user.id]],
  )
  assert.ok(organization.documentTypes.length > 0)

  const grace = await loggedIn(app, admin.email, password)
  assert.deepEqual(
    [grace.user.organizationId, grace.user.accessRole, response.json().admin.id],
    [organization._id, 'ADMIN', grace.user.id],
  )
  assert.deepEqual((await grace.call('GET', '/api/organizations/user')).json(), organization)
  const founded = await eventsOf(grace, 'organization.founded', 'user.added')
  assert.deepEqual(
    founded.map(({ actorId, subjectId }) => [actorId, subjectId]),
    [
      [root.user.id, organization._id],
      [root.user.id, grace.user.id],
    ],
  )
})

test('the older names of its fields are understood', async () => {
  const adminDetails = { email: newEmail(), password, fullName: 'Grace' }
  const fields = { name: newEmail(), phoneNumber: newNumber(), address: '1 High Street', adminDetails }
  const response = await root.call('POST', '/api/organizations', fields)
  assert.deepEqual([response.statusCode, response.json().admin?.email], [201, adminDetails.email])
})

test('an organization of the same name or phone number is refused, and so is one without an admin', async () => {
  const fields = { name: `Twin ${newEmail()}`, phone: newNumber() }
  assert.equal((await root.call('POST', '/api/organizations', { ...fields, admin: newAdmin() })).statusCode, 201)
  const [sameName, samePhone, nobody] = [
    await root.call('POST', '/api/organizations', { name: fields.name.toUpperCase(), admin: newAdmin() }),
    await root.call('POST', '/api/organizations', { ...fields, name: newEmail(), admin: newAdmin() }),
    await root.call('POST', '/api/organizations', { name: newEmail() }),
  ]
  assert.deepEqual([sameName.statusCode, sameName.json().error.code], [409, 'organization_exists'])
  assert.deepEqual([samePhone.statusCode, samePhone.json().error.details[0].field], [409, 'phoneNumber'])
  assert.deepEqual([nobody.statusCode, nobody.json().error.details[0].field], [400, 'admin'])
})

test('of five organizations of one name that are added at once there is one', async () => {
  const name = `Race ${newEmail()}`
  const answers = await atOnce(5, () => root.call('POST', '/api/organizations', { name, admin: newAdmin() }))
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b),
    [201, 409, 409, 409, 409],
  )
})

test('where the admin’s email is taken, the organization is not made either', async () => {
  const name = newEmail()
  const admin = { ...newAdmin(), email: root.user.email }
  const answer = await root.call('POST', '/api/organizations', { name, admin })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [409, 'email_taken'])
  assert.equal((await root.call('GET', `/api/organizations?search=${name}`)).json().total, 0)
})

test('the list goes by name, page by page, and finds a part of a name', async () => {
  const mark = newEmail().slice(0, 12)
  for (const name of ['Beta', 'alpha', 'Gamma', '100%']) {
    await root.call('POST', '/api/organizations', { name: `${name} ${mark}`, admin: newAdmin() })
  }
  const first = (await root.call('GET', `/api/organizations?search=${mark.toUpperCase()}&size=3`)).json()
  const url = `/api/organizations?search=${mark}&size=3&cursor=${first.nextCursor}`
  const rest = (await root.call('GET', url)).json()
  const names = [...first.organizations, ...rest.organizations].map(({ name }: { name: string }) => name)
  assert.deepEqual(names, [`100% ${mark}`, `alpha ${mark}`, `Beta ${mark}`, `Gamma ${mark}`])
  assert.deepEqual([first.total, rest.total, rest.nextCursor], [4, 4, null])
  const percent = (await root.call('GET', `/api/organizations?search=${encodeURIComponent(`0% ${mark}`)}`)).json()
  assert.equal(percent.total, 1)
})

test('an ADMIN reads the own organization by its id and no other, a SUPERADMIN each', async () => {
  const [ada, other] = [await newOrganization(app), await newOrganization(app)]
  const [own, foreign] = [ada, other].map(({ user }) => `/api/organizations/${user.organizationId}`) as [string, string]
  assert.equal((await ada.call('GET', own)).json().name, 'Acme')
  const refused = await ada.call('GET', foreign)
  assert.deepEqual([refused.statusCode, refused.json().error.code], [404, 'organization_not_found'])
  assert.equal((await root.call('GET', foreign)).json()._id, other.user.organizationId)
  assert.equal((await root.call('GET', `/api/organizations/${'f'.repeat(24)}`)).statusCode, 404)
})

test('an ADMIN changes the own organization, and its people see it; twice leaves one event', async () => {
  const ada = await newOrganization(app)
  const rep = await newColleague(app, ada, 'SALES_REP')
  const changes = {
    name: 'Acme Paris',
    phoneNumber: '01 42 68 53 00',
    address: '1 rue de Rivoli',
    country: 'FR',
    timezone: 'Europe/Paris',
  }
  const answer = await ada.call('PUT', '/api/organizations/user', changes)
  assert.equal(answer.statusCode, 200, answer.body)
  await ada.call('PUT', '/api/organizations/user', changes)
  const seen = (await rep.call('GET', '/api/organizations/user')).json()
  assert.deepEqual(seen, answer.json().organization)
  assert.deepEqual({ ...seen, ...changes, phoneNumber: '+33142685300' }, seen)
  assert.equal((await eventsOf(ada, 'organization.updated')).length, 1)
  assert.equal((await newContact(ada, { phoneNumber: '06 12 34 56 78' })).phoneNumber, '+33612345678')

  await ada.call('PUT', '/api/organizations/user', { phoneNumber: null })
  const cleared = (await ada.call('GET', '/api/organizations/user')).json()
  assert.deepEqual([cleared.phoneNumber, cleared.address], [null, '1 rue de Rivoli'])
})

test('what is no country, no time zone and no phone number is refused by name', async () => {
  const ada = await newOrganization(app)
  for (const [field, value] of [
    ['country', 'XX'],
    ['timezone', 'Mars/Olympus'],
    ['timezone', '+01:00'],
    ['phoneNumber', 'call me'],
  ] as const) {
    const answer = await ada.call('PUT', '/api/organizations/user', { [field]: value })
    assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, field])
  }
  assert.deepEqual(await eventsOf(ada, 'organization.updated'), [])
})

test('a SUPERADMIN changes another organization by organizationId', async () => {
  const ada = await newOrganization(app)
  const url = `/api/organizations/user?organizationId=${ada.user.organizationId}`
  assert.equal((await root.call('PUT', url, { name: 'Renamed' })).json().organization.name, 'Renamed')
  assert.equal((await ada.call('GET', '/api/organizations/user')).json().name, 'Renamed')
  assert.equal((await root.call('GET', '/api/organizations/user')).json().name, 'Acme')
})

function newAdmin() {
  return { email: newEmail(), password, fullName: 'An Admin' }
}
