import assert from 'node:assert/strict'
import { test } from 'node:test'

import { keysOf } from './keys.ts'

const nobody = { firstName: null, lastName: null, phoneNumber: null, otherNumbers: [], email: null }

const same: Array<[country: string, one: object, other: object]> = [
  ['US', { phoneNumber: '4155552671' }, { phoneNumber: '+14155552671' }],
  ['US', { phoneNumber: '14155552671' }, { phoneNumber: '+14155552671' }],
  ['FR', { phoneNumber: '0612345678' }, { phoneNumber: '+33612345678' }],
  ['FR', { phoneNumber: '33612345678' }, { phoneNumber: '0612345678' }],
  ['GB', { phoneNumber: '02079460958' }, { phoneNumber: '+442079460958' }],
  ['US', { phoneNumber: null, otherNumbers: ['+14155552671'] }, { phoneNumber: '4155552671' }],
  ['US', { email: 'jane@example.com' }, { email: 'jane+crm@example.com' }],
  ['US', { email: 'jane.doe@gmail.com' }, { email: 'janedoe@googlemail.com' }],
  ['US', { firstName: 'Jon', lastName: 'Smith' }, { firstName: 'John', lastName: 'Smith' }],
  ['US', { firstName: 'Smith', lastName: 'John' }, { firstName: 'John Smith', lastName: null }],
  ['US', { firstName: 'Catherine', lastName: 'Jones' }, { firstName: 'Katherine', lastName: 'Jones' }],
  ['US', { firstName: 'Élodie', lastName: 'Ångström' }, { firstName: 'Elodie', lastName: 'Angstrom' }],
  ['US', { firstName: 'Søren', lastName: 'Weiß' }, { firstName: 'Soren', lastName: 'Weiss' }],
  ['US', { firstName: 'Łukasz', lastName: 'Ægir' }, { firstName: 'Lukasz', lastName: 'Aegir' }],
  ['US', { firstName: 'Stephen', lastName: 'Ward' }, { firstName: 'Stefan', lastName: 'Ward' }],
]
for (const [country, one, other] of same) {
  test(`in ${country} ${JSON.stringify(one)} and ${JSON.stringify(other)} have something in common`, () => {
    const keys = new Set(keysOf({ ...nobody, ...one }, country))
    assert.ok(keysOf({ ...nobody, ...other }, country).some((key) => keys.has(key)))
  })
}

const different: Array<[country: string, one: object, other: object]> = [
  ['US', { phoneNumber: '+14155552671' }, { phoneNumber: '+444155552671' }],
  ['FR', { phoneNumber: '+33612345678' }, { phoneNumber: '+33612345679' }],
  ['US', { phoneNumber: '12345' }, { phoneNumber: '12345' }],
  ['US', { phoneNumber: 'PARCELCO' }, { phoneNumber: 'PARCELCO' }],
  ['US', { email: 'jane.doe@example.com' }, { email: 'janedoe@example.com' }],
  ['US', { firstName: 'Jane' }, { firstName: 'Jane' }],
  ['US', { firstName: 'Jane', lastName: 'Smith' }, { firstName: 'Mark', lastName: 'Smith' }],
  ['US', {}, {}],
]
for (const [country, one, other] of different) {
  test(`in ${country} ${JSON.stringify(one)} and ${JSON.stringify(other)} have nothing in common`, () => {
    const keys = new Set(keysOf({ ...nobody, ...one }, country))
    assert.ok(!keysOf({ ...nobody, ...other }, country).some((key) => keys.has(key)))
  })
}
