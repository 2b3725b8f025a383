import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fieldOfMoment, momentOfField, snoozeTimes } from './snooze-times.ts'

const times = (now: string, timeZone: string) =>
  snoozeTimes(new Date(now), timeZone).map(({ name, at }) => `${name} ${at.toISOString().slice(0, 16)}`)

test('a morning offers later, the evening, tomorrow and Monday, by the clocks of the place', () => {
  // Thursday, 10:20 in Berlin.
  assert.deepEqual(times('2026-03-12T09:20:00Z', 'Europe/Berlin'), [
    'laterToday 2026-03-12T13:00',
    'thisEvening 2026-03-12T17:00',
    'tomorrow 2026-03-13T08:00',
    'nextWeek 2026-03-16T08:00',
  ])
})

test('late in the day nothing of today is offered', () => {
  assert.deepEqual(times('2026-03-12T19:30:00Z', 'UTC'), ['tomorrow 2026-03-13T09:00', 'nextWeek 2026-03-16T09:00'])
})

test('the day is the one of the place, not the one of UTC', () => {
  // Still Thursday evening in Los Angeles.
  assert.deepEqual(times('2026-03-13T05:00:00Z', 'America/Los_Angeles'), [
    'tomorrow 2026-03-13T16:00',
    'nextWeek 2026-03-16T16:00',
  ])
})

test('a night in which the clocks change does not move nine o’clock', () => {
  // Summer time begins in Berlin on 29 March.
  assert.equal(times('2026-03-28T20:00:00Z', 'Europe/Berlin')[0], 'tomorrow 2026-03-29T07:00')
  // And ends in New York on 1 November.
  assert.equal(times('2026-10-31T23:00:00Z', 'America/New_York')[0], 'tomorrow 2026-11-01T14:00')
})

test('next week is never today and never tomorrow', () => {
  assert.ok(times('2026-03-15T09:00:00Z', 'UTC').includes('nextWeek 2026-03-23T09:00'))
  assert.ok(times('2026-03-16T09:00:00Z', 'UTC').includes('nextWeek 2026-03-23T09:00'))
})

test('a field is read by the clocks of the place, and back', () => {
  const moment = momentOfField('2026-07-01T14:05', 'Asia/Kolkata')
  assert.equal(moment?.toISOString(), '2026-07-01T08:35:00.000Z')
  assert.equal(fieldOfMoment(moment, 'Asia/Kolkata'), '2026-07-01T14:05')
  assert.equal(momentOfField('', 'UTC'), undefined)
})
