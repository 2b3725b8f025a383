import assert from 'node:assert/strict'
import { test } from 'node:test'

import { momentOfWords } from './spoken-times.ts'

// Thursday, 12 March 2026, 10:20 in Berlin.
const now = new Date('2026-03-12T09:20:00Z')
const meant = (words: string, at = now, zone = 'Europe/Berlin') =>
  momentOfWords(words, at, zone)?.toISOString().slice(0, 16)

const cases: Record<string, string> = {
  tomorrow: '2026-03-13T08:00',
  'tomorrow 9': '2026-03-13T08:00',
  'Tomorrow at 14:30': '2026-03-13T13:30',
  'tomorrow 2pm': '2026-03-13T13:00',
  'tomorrow morning': '2026-03-13T08:00',
  'tomorrow afternoon': '2026-03-13T13:00',
  'day after tomorrow': '2026-03-14T08:00',
  tonight: '2026-03-12T19:00',
  'this evening': '2026-03-12T17:00',
  '15:00': '2026-03-12T14:00',
  'at 3pm': '2026-03-12T14:00',
  '9': '2026-03-13T08:00',
  '12 am': '2026-03-12T23:00',
  friday: '2026-03-13T08:00',
  'next friday': '2026-03-20T08:00',
  'next monday 8:15': '2026-03-16T07:15',
  'on mon 10': '2026-03-16T09:00',
  thursday: '2026-03-19T08:00',
  'next week': '2026-03-16T08:00',
  weekend: '2026-03-14T08:00',
  'in 3 hours': '2026-03-12T12:20',
  '2h': '2026-03-12T11:20',
  'in 45 min': '2026-03-12T10:05',
  'in an hour': '2026-03-12T10:20',
  'in half an hour': '2026-03-12T09:50',
  'in 2 days': '2026-03-14T09:20',
  'in 2 weeks': '2026-03-26T09:20',
  '12 april': '2026-04-12T07:00',
  'apr 12': '2026-04-12T07:00',
  'april 12th, 16:00': '2026-04-12T14:00',
  '1st may 8am': '2026-05-01T06:00',
  '5 march': '2027-03-05T08:00',
  '2026-06-30 12:00': '2026-06-30T10:00',
}

for (const [words, at] of Object.entries(cases)) {
  test(`“${words}” is ${at} UTC`, () => assert.equal(meant(words), at))
}

for (const words of [
  '',
  'soon',
  'yesterday',
  'today 25:00',
  '31 february',
  'today 9',
  'tomorrow 9:75',
  '2020-01-01',
  'ma',
]) {
  test(`“${words}” is not guessed at`, () => assert.equal(meant(words), undefined))
}

test('days are those of the place, and nine is nine after the clocks have changed', () => {
  assert.equal(meant('tomorrow 9', new Date('2026-03-13T05:00:00Z'), 'America/Los_Angeles'), '2026-03-13T16:00')
  assert.equal(meant('tomorrow', new Date('2026-03-28T20:00:00Z')), '2026-03-29T07:00')
})
