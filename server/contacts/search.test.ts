import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization } from '../../test/factories.ts'
import { merge } from '../../test/merges.ts'
import { folded } from './folding.ts'

const { app, db } = await startApp()
const ada = await newOrganization(app)
await newContact(ada, {
  firstName: 'Jane',
  lastName: 'Smith',
  email: 'j.smith@example.com',
  phoneNumber: '+14155552671',
})
await newContact(ada, { firstName: 'Janet', lastName: 'Blacksmith', email: null, phoneNumber: '+14155550000' })
await newContact(ada, { firstName: 'Élodie', lastName: 'Ångström', phoneNumber: '+33612345678' })
await newContact(ada, { firstName: 'José', lastName: 'Müller-Weiß', phoneNumber: '+33612345679' })
await newContact(ada, { firstName: 'Łukasz', lastName: 'Sørensen D’Arc', phoneNumber: '+33612345670' })
await newContact(ada, { firstName: '100%', lastName: 'under_score', phoneNumber: '+442079460958' })
await newContact(ada, { firstName: 'back\\slash', lastName: "O'Brien", phoneNumber: '+4915123456789' })

const jane = 'Jane'
const janet = 'Janet'
const elodie = 'Élodie'
const jose = 'José'
const lukasz = 'Łukasz'
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
  ['angstrom', [elodie]],
  ['elodie Angström', [elodie]],
  ['jose', [jose]],
  ['jóse', [jose]],
  ['JOSE\u0301 muller', [jose]],
  ['weiss', [jose]],
  ['WEIß', [jose]],
  ['lukasz sorensen', [lukasz]],
  ['ŁUKASZ SØRENSEN', [lukasz]],
  ["d'arc", [lukasz]],
  ['d’arc', [lukasz]],
  ['ĴĄNÉ', [janet, jane]],
  ['O’Brien', [slash]],
  ['%', [percent]],
  ['100%', [percent]],
  ['_', [percent]],
  ['under_score', [percent]],
  ['underscore', []],
  ['\\', [slash]],
  ['back\\slash', [slash]],
  ["o'brien", [slash]],
  ['   ', [slash, percent, lukasz, jose, elodie, janet, jane]],
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

test('names are folded by the database as by ourselves', async () => {
  const names = [
    'Ångström José MÜLLER Straße Łódź Sørensen Æsir Œuvre Þór Ħal Đuro Ŧ Iı',
    'O’Brien',
    'Plain',
    '김철수 がぎ Йёж ',
  ]
  const found = await sql<{ folded: string }>`
    select folded(lower(name)) from unnest(${names}::text[]) with ordinality as given (name, place) order by place
  `.execute(db)
  assert.deepEqual(
    found.rows.map((row) => row.folded),
    names.map(folded),
  )
  assert.match(found.rows[0]!.folded, /^[a-z ]+$/)
})

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
