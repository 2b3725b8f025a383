import assert from 'node:assert/strict'
import { test } from 'node:test'

import { toAddress, toPhoneNumber } from './phone-numbers.ts'

test('however a number is spelled, it is kept as E.164', () => {
  const cases: Array<[string, string, string]> = [
    ['(415) 867-5309', 'US', '+14158675309'],
    ['415.867.5309', 'US', '+14158675309'],
    ['1-415-867-5309', 'US', '+14158675309'],
    [' +1 415 867 5309 ', 'DE', '+14158675309'],
    ['+1 (415) 867‑5309', 'US', '+14158675309'],
    ['tel:+1-415-867-5309', 'US', '+14158675309'],
    ['030 901820', 'DE', '+4930901820'],
    ['0049 30 901820', 'DE', '+4930901820'],
    ['+49 (0)30 901820', 'DE', '+4930901820'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['9876543210', 'IN', '+919876543210'],
    ['+1234567890', 'US', '+1234567890'],
  ]
  for (const [text, country, expected] of cases) assert.equal(toPhoneNumber(text, country), expected, text)
})

test('what is no number is refused with the field, and is shown no longer than needed', () => {
  for (const text of ['', 'hello', '12', '+', '+0123456789', '415', '+1415', 'x'.repeat(5000), '١٢']) {
    assert.throws(() => toPhoneNumber(text, 'US'), { statusCode: 400, code: 'invalid_request' }, text)
  }
  assert.throws(
    () => toPhoneNumber('y'.repeat(5000), 'US'),
    (error: Error) => error.message.length < 120,
  )
})

test('who writes from a short code or under a name is kept as that', () => {
  const cases: Array<[string, string]> = [
    ['+14158675309', '+14158675309'],
    ['4158675309', '+14158675309'],
    ['12345', '12345'],
    ['PARCELCO', 'PARCELCO'],
    ['Parcel & Co.', 'ParcelCo'],
    ['A very long sender with spaces', 'Averylongsenderwiths'],
    ['***', 'unknown'],
    ['', 'unknown'],
  ]
  for (const [text, expected] of cases) assert.equal(toAddress(text, 'US'), expected, text)
})
