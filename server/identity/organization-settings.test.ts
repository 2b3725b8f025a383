import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { atOnce, eventsOf, newOrganization, newSuperadmin } from '../../test/factories.ts'
import type { Person } from '../../test/factories.ts'

const { app, db } = await startApp()
const root = await newSuperadmin({ app, db }, await newOrganization(app))

test('document types are replaced as a whole; twice leaves one event', async () => {
  const ada = await newOrganization(app)
  const documentTypes = [
    { name: 'Passport', isRequired: true, description: 'Both sides' },
    { name: 'Invoice', isRequired: false },
  ]
  const [first, second] = [
    await ada.call('PUT', urlOf(ada, 'document-types'), { documentTypes }),
    await ada.call('PUT', urlOf(ada, 'document-types'), { documentTypes }),
  ]
  assert.deepEqual(first.json(), { success: true, documentTypes })
  assert.deepEqual(second.json(), first.json())
  assert.deepEqual((await ada.call('GET', '/api/organizations/user')).json().documentTypes, documentTypes)
  assert.equal((await eventsOf(ada, 'organization.updated')).length, 1)
})

test('two document types of one name are refused, and so is a blank one', async () => {
  const ada = await newOrganization(app)
  for (const names of [
    ['Passport', 'passport '],
    ['Passport', ' '],
  ]) {
    const documentTypes = names.map((name) => ({ name }))
    const answer = await ada.call('PUT', urlOf(ada, 'document-types'), { documentTypes })
    assert.deepEqual([answer.statusCode, answer.json().error.details[0].field], [400, 'documentTypes.1.name'])
  }
})

test('the contact protection period is kept, between none and thirty days', async () => {
  const ada = await newOrganization(app)
  const url = urlOf(ada, 'contact-protection-settings')
  assert.deepEqual((await ada.call('GET', url)).json(), { contactProtectionPeriod: 0 })
  for (const hours of [720, 24]) {
    const answer = await ada.call('PUT', url, { contactProtectionPeriod: hours })
    assert.deepEqual([answer.statusCode, answer.json().contactProtectionPeriod], [200, hours])
  }
  for (const hours of [721, -1, 1.5, null]) {
    assert.equal((await ada.call('PUT', url, { contactProtectionPeriod: hours })).statusCode, 400)
  }
  assert.deepEqual((await ada.call('GET', url)).json(), { contactProtectionPeriod: 24 })
})

test('business hours are kept as they are given, and what is left out stays', async () => {
  const ada = await newOrganization(app, { country: 'FR' })
  const url = urlOf(ada, 'business-hours')
  const before = (await ada.call('GET', url)).json()
  assert.deepEqual([before.timezone, before.businessHours, before.holidays], ['UTC', null, []])

  const changes = {
    timezone: 'Europe/Paris',
    businessHours: { saturday: { enabled: true, start: '10:00', end: '12:30' }, monday: { enabled: false } },
    holidays: [{ date: '2028-02-29', label: 'Leap' }],
    exceptionalHours: [
      { date: '2025-12-24', closed: false, start: '09:00', end: '12:00', label: 'Christmas Eve' },
      { date: '2025-12-26', closed: true },
    ],
    allowUserBusinessHoursOverride: true,
  }
  const { isOpen, opensAt, businessHours, ...rest } = (await ada.call('PUT', url, changes)).json()
  assert.deepEqual({ ...rest, businessHours: changes.businessHours }, changes)
  assert.deepEqual(businessHours.saturday, changes.businessHours.saturday)
  assert.deepEqual(businessHours.monday, { enabled: false, start: '09:00', end: '17:00' })
  assert.deepEqual(businessHours.tuesday, { enabled: true, start: '09:00', end: '17:00' })
  assert.equal(isOpen, opensAt === null)

  const after = (await ada.call('PUT', url, { holidays: [] })).json()
  assert.deepEqual([after.businessHours, after.exceptionalHours], [businessHours, changes.exceptionalHours])
  await ada.call('PUT', url, { holidays: [] })
  assert.equal((await ada.call('PUT', url, { businessHours: null })).json().businessHours, null)
  assert.equal((await eventsOf(ada, 'organization.updated')).length, 3)
})

const always = { enabled: true, start: '00:00', end: '00:00' }
const week = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

test('it says whether the organization is open, and when it opens', async () => {
  const ada = await newOrganization(app)
  const url = urlOf(ada, 'business-hours')
  const open = Object.fromEntries(week.map((day) => [day, always]))
  const closed = Object.fromEntries(week.map((day) => [day, { enabled: false }]))
  const opened = (await ada.call('PUT', url, { businessHours: open })).json()
  assert.deepEqual([opened.isOpen, opened.opensAt], [true, null])
  const exceptionalHours = [{ date: '2100-01-01', start: '09:00', end: '10:00' }]
  const later = (await ada.call('PUT', url, { businessHours: closed, exceptionalHours })).json()
  assert.deepEqual([later.isOpen, later.opensAt], [false, '2100-01-01T09:00:00.000Z'])
  const never = (await ada.call('PUT', url, { exceptionalHours: [] })).json()
  assert.deepEqual([never.isOpen, never.opensAt], [false, null])
})

const day = { date: '2025-01-15' }
const refused: Array<[what: string, changes: object]> = [
  ['a time zone that is none', { timezone: 'Europe/Nowhere' }],
  ['an abbreviation, which means one thing here and another there', { timezone: 'BST' }],
  ['an hour that no clock shows', { businessHours: { monday: { enabled: true, start: '24:00', end: '25:00' } } }],
  ['a time without its zero', { businessHours: { monday: { enabled: true, start: '9:00', end: '17:00' } } }],
  ['an open day without an end', { businessHours: { monday: { enabled: true, start: '09:00' } } }],
  ['a day that is not in the calendar', { holidays: [{ date: '2025-02-29' }] }],
  ['a date in another order', { holidays: [{ date: '29/02/2028' }] }],
  ['201 holidays', { holidays: Array.from({ length: 201 }, () => day) }],
  ['201 exceptions', { exceptionalHours: Array.from({ length: 201 }, () => ({ ...day, closed: true })) }],
  ['an exception without hours', { exceptionalHours: [{ ...day, closed: false }] }],
  [
    'two exceptions for one day',
    {
      exceptionalHours: [
        { ...day, closed: true },
        { ...day, closed: true },
      ],
    },
  ],
]
for (const [what, changes] of refused) {
  test(`${what} is refused, and changes nothing`, async () => {
    const ada = await newOrganization(app)
    assert.equal((await ada.call('PUT', urlOf(ada, 'business-hours'), changes)).statusCode, 400)
    assert.deepEqual(await eventsOf(ada, 'organization.updated'), [])
  })
}

test('changes to one organization at once lose nothing of each other', async () => {
  const ada = await newOrganization(app)
  const days = week.slice(0, 5)
  await atOnce(5, (index) =>
    ada.call('PUT', urlOf(ada, 'business-hours'), { businessHours: { [days[index]!]: always } }),
  )
  const { businessHours } = (await ada.call('GET', urlOf(ada, 'business-hours'))).json()
  for (const each of days) assert.deepEqual(businessHours[each], always)
})

test('a stranger finds none of the settings, and a SUPERADMIN changes them', async () => {
  const [ada, stranger] = [await newOrganization(app), await newOrganization(app)]
  for (const [name, body] of [
    ['document-types', { documentTypes: [] }],
    ['contact-protection-settings', { contactProtectionPeriod: 24 }],
    ['business-hours', { timezone: 'Europe/Paris' }],
  ] as const) {
    assert.equal((await stranger.call('PUT', urlOf(ada, name), body)).statusCode, 404)
    assert.equal((await root.call('PUT', urlOf(ada, name), body)).statusCode, 200)
  }
  const own = (await ada.call('GET', '/api/organizations/user')).json()
  assert.deepEqual([own.documentTypes, own.contactProtectionPeriod, own.timezone], [[], 24, 'Europe/Paris'])
  assert.equal((await root.call('GET', '/api/organizations/user')).json().timezone, 'UTC')
})

function urlOf({ user }: Person, settings: string): string {
  return `/api/organizations/${user.organizationId}/${settings}`
}
