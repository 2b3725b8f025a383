import assert from 'node:assert/strict'
import { test } from 'node:test'

import { greet } from './greeting.ts'

const cases: Array<[fullName: string, greeting: string]> = [
  ['Ada Lovelace', 'Hello Ada Lovelace,'],
  ['J.R. O’Neill-Smith', 'Hello J.R. O’Neill-Smith,'],
  ['Zoë\r\nBcc: everybody@example.com', 'Hello,'],
  ['Zoë\r\n\r\nYou have won', 'Hello Zoë You have won,'],
  ['\u202Eadoz\u2066', 'Hello adoz,'],
  ['see https://evil.example', 'Hello,'],
  ['go to evil.example', 'Hello,'],
  ['WWW evil', 'Hello,'],
  ['x'.repeat(81), 'Hello,'],
  [' ', 'Hello,'],
]
for (const [fullName, greeting] of cases) {
  test(`${JSON.stringify(fullName).slice(0, 40)} is greeted as ${greeting}`, () =>
    assert.equal(greet(fullName), greeting))
}
