import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sendTimes, toLocalInput } from './send-times.ts'

const shown = (now: Date) => sendTimes(now).map(({ id, at }) => `${id} ${toLocalInput(at)}`)

test('on a weekday morning there is an hour, this evening, tomorrow and Monday', () => {
  assert.deepEqual(shown(new Date(2026, 2, 4, 9, 5)), [
    'hour 2026-03-04T10:15',
    'evening 2026-03-04T18:00',
    'morning 2026-03-05T09:00',
    'afternoon 2026-03-05T14:00',
    'monday 2026-03-09T09:00',
  ])
})

test('late in the day no evening is offered, and on a Sunday tomorrow is the Monday', () => {
  assert.deepEqual(shown(new Date(2026, 2, 8, 17, 0)), [
    'hour 2026-03-08T18:00',
    'morning 2026-03-09T09:00',
    'afternoon 2026-03-09T14:00',
  ])
})

test('on a Monday the next one is meant', () => {
  assert.ok(shown(new Date(2026, 2, 9, 9)).includes('monday 2026-03-16T09:00'))
})
