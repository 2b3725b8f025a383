import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isOpenAt, nextOpening, openSecondsBetween, usualWeek } from './business-hours.ts'
import type { BusinessHours, Week } from './business-hours.ts'

const closedWeek = weekOf({})
const newYork = { timeZone: 'America/New_York', week: usualWeek, holidays: [], exceptionalHours: [] }

/** At this moment it is open, or opens then, or never. */
const cases: Array<[what: string, hours: Partial<BusinessHours>, at: string, opens: string | null]> = [
  ['in the middle of a working day', {}, '2025-01-15T15:00:00Z', 'open'],
  ['at the minute of opening', {}, '2025-01-15T14:00:00Z', 'open'],
  ['a moment before', {}, '2025-01-15T13:59:59.999Z', '2025-01-15T14:00:00Z'],
  ['at the minute of closing', {}, '2025-01-15T22:00:00Z', '2025-01-16T14:00:00Z'],
  ['on a Friday evening', {}, '2025-01-17T23:00:00Z', '2025-01-20T14:00:00Z'],
  ['on a Sunday there that is a Monday in UTC', {}, '2025-01-20T03:00:00Z', '2025-01-20T14:00:00Z'],
  ['on a holiday', { holidays: [{ date: '2025-01-20' }] }, '2025-01-20T15:00:00Z', '2025-01-21T14:00:00Z'],
  [
    'on a holiday with exceptional hours',
    { holidays: [{ date: '2025-01-20' }], exceptionalHours: [exception('2025-01-20', '10:00', '12:00')] },
    '2025-01-20T15:00:00Z',
    'open',
  ],
  [
    'before the exceptional hours of a Saturday',
    { exceptionalHours: [exception('2025-01-18', '10:00', '12:00')] },
    '2025-01-18T05:00:00Z',
    '2025-01-18T15:00:00Z',
  ],
  [
    'on a day that is exceptionally closed',
    { exceptionalHours: [{ date: '2025-01-15', closed: true }] },
    '2025-01-15T15:00:00Z',
    '2025-01-16T14:00:00Z',
  ],
  ['in summer, an hour earlier', {}, '2025-07-15T13:00:00Z', 'open'],
  ['in winter, before that hour', {}, '2025-01-15T13:00:00Z', '2025-01-15T14:00:00Z'],
  ['over the night in which summer begins', {}, '2025-03-07T23:00:00Z', '2025-03-10T13:00:00Z'],
  ['over the night in which it ends', {}, '2025-10-31T22:00:00Z', '2025-11-03T14:00:00Z'],
  ['in the evening of a night shift', { week: nights() }, '2025-01-18T03:30:00Z', 'open'],
  ['in the morning after it', { week: nights() }, '2025-01-18T10:59:00Z', 'open'],
  ['when it has ended', { week: nights() }, '2025-01-18T11:00:00Z', '2025-01-25T03:00:00Z'],
  [
    'in a night that goes on into a holiday',
    { week: nights(), holidays: [{ date: '2025-01-18' }] },
    '2025-01-18T08:00:00Z',
    'open',
  ],
  [
    'in a night that would begin on a holiday',
    { week: nights(), holidays: [{ date: '2025-01-17' }] },
    '2025-01-18T08:00:00Z',
    '2025-01-25T03:00:00Z',
  ],
  ['around the clock', { week: weekOf({ wednesday: ['00:00', '00:00'] }) }, '2025-01-16T04:59:59Z', 'open'],
  [
    'after a day around the clock',
    { week: weekOf({ wednesday: ['00:00', '00:00'] }) },
    '2025-01-16T05:00:00Z',
    '2025-01-22T05:00:00Z',
  ],
  [
    'at an hour that clocks skip',
    { week: weekOf({ sunday: ['02:30', '04:00'] }) },
    '2025-03-09T06:00:00Z',
    '2025-03-09T07:30:00Z',
  ],
  [
    'through hours of which clocks skip the whole',
    { week: weekOf({ sunday: ['02:00', '03:00'] }) },
    '2025-03-09T06:00:00Z',
    '2025-03-16T06:00:00Z',
  ],
  ['in the first of two equal hours', { week: weekOf({ sunday: ['01:00', '01:30'] }) }, '2025-11-02T05:00:00Z', 'open'],
  ['in the second of them', { week: weekOf({ sunday: ['01:00', '01:30'] }) }, '2025-11-02T06:29:00Z', 'open'],
  ['never, with every day closed', { week: closedWeek }, '2025-01-15T15:00:00Z', null],
  [
    'only on one day two years from now',
    {
      week: closedWeek,
      exceptionalHours: [exception('2025-01-01', '09:00', '10:00'), exception('2027-01-15', '09:00', '10:00')],
    },
    '2025-01-15T15:00:00Z',
    '2027-01-15T14:00:00Z',
  ],
  [
    'at the beginning of 200 holidays in a row',
    { holidays: holidaysFrom('2025-01-15', 200) },
    '2025-01-15T15:00:00Z',
    '2025-08-04T13:00:00Z',
  ],
  ['half an hour from whole hours', { timeZone: 'Asia/Kolkata' }, '2025-01-15T03:29:59Z', '2025-01-15T03:30:00Z'],
  ['where the date is another', { timeZone: 'Pacific/Auckland' }, '2025-01-19T20:00:00Z', 'open'],
  ['in UTC', { timeZone: 'UTC' }, '2025-01-15T09:00:00Z', 'open'],
]
for (const [what, hours, at, opens] of cases) {
  test(`${what}: ${opens ?? 'never open'}`, () => {
    const now = new Date(at)
    const all = { ...newYork, ...hours }
    assert.equal(isOpenAt(all, now), opens === 'open')
    assert.deepEqual(nextOpening(all, now), opens === 'open' ? now : opens === null ? null : new Date(opens))
  })
}

test('what opens next is open then, and closed a moment before', () => {
  const hours = { ...newYork, week: nights() }
  for (let at = Date.UTC(2025, 0, 1); at < Date.UTC(2026, 0, 1); at += 7 * 3_600_000) {
    const opens = nextOpening(hours, new Date(at))!
    assert.ok(isOpenAt(hours, opens), opens.toISOString())
    if (opens.getTime() > at) assert.ok(!isOpenAt(hours, new Date(opens.getTime() - 1)), opens.toISOString())
  }
})

for (const [what, from, until, hours] of [
  ['within one day', '2025-01-15T15:00:00Z', '2025-01-15T16:30:00Z', 1.5],
  ['over a night', '2025-01-15T21:00:00Z', '2025-01-16T15:00:00Z', 2],
  ['over a weekend', '2025-01-17T21:00:00Z', '2025-01-20T15:00:00Z', 2],
  ['before it opens', '2025-01-15T05:00:00Z', '2025-01-15T13:00:00Z', 0],
  ['over a week', '2025-01-13T05:00:00Z', '2025-01-20T05:00:00Z', 40],
] as const) {
  test(`what passed in business hours is ${hours} hours ${what}`, () => {
    assert.equal(openSecondsBetween(newYork, new Date(from), new Date(until)), hours * 3600)
  })
}

function weekOf(open: Partial<Record<keyof Week, [start: string, end: string]>>): Week {
  const days = Object.keys(usualWeek).map((day) => {
    const [start, end] = open[day as keyof Week] ?? ['09:00', '17:00']
    return [day, { enabled: day in open, start, end }]
  })
  return Object.fromEntries(days) as Week
}

/** Fridays from ten in the evening to six. */
function nights(): Week {
  return weekOf({ friday: ['22:00', '06:00'] })
}

function exception(date: string, start: string, end: string) {
  return { date, closed: false, start, end }
}

function holidaysFrom(date: string, days: number) {
  const first = Date.parse(date)
  return Array.from({ length: days }, (_, index) => ({
    date: new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  }))
}
