import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { bytes, dayHeading, duration, list, plural, relativeTime, shortTime } from './format.ts'
import { setLocale } from './formatters.ts'

const now = new Date(2026, 2, 12, 15, 0).getTime()
const before = (milliseconds: number) => now - milliseconds
const hour = 3_600_000

beforeEach(() => setLocale('en-GB'))

test('A time in a list is as short as its age allows', () => {
  assert.equal(shortTime(before(20_000), now), 'now')
  assert.equal(shortTime(before(5 * 60_000), now), '5m')
  assert.equal(shortTime(before(3 * hour), now), '3h')
  assert.equal(shortTime(before(48 * hour), now), 'Tue')
  assert.equal(shortTime(before(24 * 20 * hour), now), '20 Feb')
  assert.equal(shortTime(before(24 * 400 * hour), now), '5 Feb 2025')
})

test('A time in words looks back and ahead', () => {
  assert.equal(relativeTime(before(2 * 60_000), now), '2 minutes ago')
  assert.equal(relativeTime(now + 2 * hour, now), 'in 2 hours')
  assert.equal(relativeTime(before(25 * hour), now), 'yesterday')
})

test('A day is today, yesterday, or has its name', () => {
  assert.equal(dayHeading(before(hour), now), 'Today')
  assert.equal(dayHeading(before(16 * hour), now), 'Yesterday')
  assert.match(dayHeading(before(24 * 5 * hour), now), /Saturday,? 7 March/)
})

test('A duration names its two largest units', () => {
  assert.equal(duration(2 * hour + 5 * 60_000 + 3000), '2h 5m')
  assert.equal(duration(400), '0s')
})

test('Sizes, plurals and lists follow the language', () => {
  assert.equal(bytes(1_250_000), '1.3 MB')
  assert.equal(bytes(0), '0 bytes')
  assert.equal(bytes(1), '1 byte')
  assert.equal(bytes(192), '192 bytes')
  assert.equal(plural(1, { one: '# file', other: '# files' }), '1 file')
  assert.equal(plural(1200, { one: '# file', other: '# files' }), '1,200 files')
  setLocale('de')
  assert.equal(list(['Ana', 'Ben']), 'Ana und Ben')
})
