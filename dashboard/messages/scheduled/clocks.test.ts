import assert from 'node:assert/strict'
import { test } from 'node:test'

import { instantAt, isSameClock, wallAt } from './clocks.ts'
import { fromLocalInput, sendTimes, toLocalInput } from './send-times.ts'

const at = (text: string) => new Date(text)
const nine = { year: 2026, month: 1, day: 15, hour: 9, minute: 0 }

test('nine o’clock there is what the wall there shows, in winter and in summer', () => {
  assert.equal(instantAt(nine, 'America/New_York').toISOString(), '2026-01-15T14:00:00.000Z')
  assert.equal(instantAt({ ...nine, month: 7 }, 'America/New_York').toISOString(), '2026-07-15T13:00:00.000Z')
  assert.equal(instantAt(nine, 'Asia/Kolkata').toISOString(), '2026-01-15T03:30:00.000Z')
  assert.deepEqual(wallAt(at('2026-01-15T03:30:00Z'), 'Asia/Kolkata'), nine)
})

test('days beyond the month go on into the next, also over the change of clocks', () => {
  const march = { ...nine, month: 3, day: 28 }
  assert.equal(instantAt({ ...march, day: 29 }, 'Europe/Berlin').toISOString(), '2026-03-29T07:00:00.000Z')
  assert.equal(instantAt({ ...march, day: 33 }, 'Europe/Berlin').toISOString(), '2026-04-02T07:00:00.000Z')
})

test('the presets of the contact’s day are those of its clock', () => {
  // Half past nine in the evening in New York is the next day in Tokyo.
  const times = sendTimes(at('2026-03-05T02:30:00Z'), 'Asia/Tokyo')
  assert.deepEqual(
    times.filter(({ id }) => id !== 'hour').map(({ id, at: when }) => `${id} ${toLocalInput(when, 'Asia/Tokyo')}`),
    ['evening 2026-03-05T18:00', 'morning 2026-03-06T09:00', 'afternoon 2026-03-06T14:00', 'monday 2026-03-09T09:00'],
  )
})

test('a field says the same instant by every clock', () => {
  const when = at('2026-03-05T02:30:00Z')
  for (const zone of ['Asia/Tokyo', 'America/New_York', 'UTC'])
    assert.deepEqual(fromLocalInput(toLocalInput(when, zone), zone), when)
  assert.equal(fromLocalInput('', 'UTC'), undefined)
})

test('two zones are one clock where they show the same', () => {
  assert.ok(isSameClock('Europe/Berlin', 'Europe/Paris', at('2026-01-01T00:00:00Z')))
  assert.ok(!isSameClock('Europe/Berlin', 'Europe/London', at('2026-01-01T00:00:00Z')))
})
