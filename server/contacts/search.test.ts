import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import { merge } from '../../test/merges.ts'

const { app } = await startApp()
const ada = await newOrganization(app)
await newContact(ada, {
  firstName: 'Jane',
  lastName: 'Smith',
  email: 'j.smith@example.com',
  phoneNumber: '+14155552671',
})
await newContact(ada, { firstName: 'Janet', lastName: 'Blacksmith', email: null, phoneNumber: '+14155550000' })
await newContact(ada, { firstName: 'Élodie', lastName: 'Ångström', phoneNumber: '+33612345678' })
await newContact(ada, { firstName: '100%', lastName: 'under_score', phoneNumber: '+442079460958' })
await newContact(ada, { firstName: 'back\\slash', lastName: "O'Brien", phoneNumber: '+4915123456789' })

const jane = 'Jane'
const janet = 'Janet'
const elodie = 'Élodie'
const percent = '100%'
const slash = 'back\\slash'

const cases: Array<[search: string, found: string[]]> = [
  ['jan', [janet, jane]],
  ['ANE', [janet, jane]],
  ['smith', [janet, jane]],
  ['jane smith', [janet, jane]],
  ['smith jane', [janet, jane]],
  ['  janet   black ', [janet]],
  ['jane miller', []],
  ['j.smith@', [jane]],
  ['EXAMPLE.COM', [jane]],
  ['+14155552671', [jane]],
  ['(415) 555-2671', [jane]],
  ['415.555.2671', [jane]],
  ['1 415 555', [janet, jane]],
  ['5552671', [jane]],
  ['06 12 34 56 78', [elodie]],
  ['0033 6 12 34 56 78', [elodie]],
  ['020 7946', [percent]],
  ['+44 (0)20 7946 0958', [percent]],
  ['0151/23456789', [slash]],
  ['élodie', [elodie]],
  ['ÉLODIE', [elodie]],
  ['ångström', [elodie]],
  ['%', [percent]],
  ['100%', [percent]],
  ['_', [percent]],
  ['under_score', [percent]],
  ['underscore', []],
  ['\\', [slash]],
  ['back\\slash', [slash]],
  ["o'brien", [slash]],
  ['   ', [slash, percent, elodie, janet, jane]],
]
for (const [search, found] of cases) {
  test(`the search for "${search}" finds ${found.join(', ') || 'nobody'}`, async () => {
    const response = await ada.call('GET', `/api/contacts?${new URLSearchParams({ search }).toString()}`)
    assert.equal(response.statusCode, 200, response.body)
    const { data, total } = response.json()
    assert.deepEqual(
      data.map((contact: { firstName: string }) => contact.firstName),
      found,
    )
    assert.equal(total, found.length)
  })
}

test('a search finds nothing of another organization', async () => {
  const eve = await newOrganization(app)
  assert.equal((await eve.call('GET', '/api/contacts?search=jane')).json().total, 0)
})

test('a contact is found by the number that a merge left over, and of another organization nobody is', async () => {
  const bob = await newOrganization(app)
  const [target, source] = [
    await newContact(bob, { phoneNumber: '+14155557001', firstName: 'Target' }),
    await newContact(bob, { phoneNumber: '+14155557002', firstName: 'Source' }),
  ]
  await newContact(bob, { phoneNumber: '+14155557003', firstName: 'Other' })
  await merge(bob, source._id, target._id, { firstName: 'target' })
  for (const search of ['+14155557002', '(415) 555-7002', '5557002', '7002']) {
    const { data, total } = (
      await bob.call('GET', `/api/contacts?${new URLSearchParams({ search }).toString()}`)
    ).json()
    assert.deepEqual([data.map(({ _id }: { _id: string }) => _id), total], [[target._id], 1], search)
  }
  const { data } = (await bob.call('GET', '/api/contacts?search=4155557')).json()
  assert.equal(data.length, 2)
  assert.equal((await ada.call('GET', '/api/contacts?search=5557002')).json().total, 0)
})
