import assert from 'node:assert/strict'
import { test } from 'node:test'

import { joinGroups, sortGroups } from './group-rows.ts'

const head = { from: '2026-01-01', to: '2026-01-31', timeZone: 'UTC', isCounting: false }
const durations = (median: number | null) => ({ count: median === null ? 0 : 1, mean: median, median, p90: median })
const row = (key: string | null, name: string | null) => ({ start: null, key, name })

const rows = joinGroups(
  {
    ...head,
    total: { opened: 3, resolved: 1, reopened: 0 },
    rows: [{ ...row('a', 'Ann'), opened: 3, resolved: 1, reopened: 0 }],
  },
  {
    ...head,
    total: { received: 0, sent: 5, failed: 0 },
    rows: [
      { ...row('b', 'Ben'), received: 0, sent: 4, failed: 0 },
      { ...row(null, null), received: 0, sent: 1, failed: 0 },
    ],
  },
  {
    ...head,
    total: { firstResponse: durations(60), resolution: durations(null) },
    rows: [{ ...row('b', 'Ben'), firstResponse: durations(60), resolution: durations(null) }],
  },
)

test('what several reports say of one is one row', () => {
  assert.deepEqual(
    rows.map(({ name, opened, sent, firstResponse }) => [name, opened, sent, firstResponse]),
    [
      ['Ann', 3, 0, null],
      ['Ben', 0, 4, 60],
      [null, 0, 1, null],
    ],
  )
})

test('who has no number stands last, whichever way the others are sorted', () => {
  for (const isAscending of [true, false]) {
    assert.equal(sortGroups(rows, 'firstResponse', isAscending)[0]?.name, 'Ben')
  }
  assert.deepEqual(
    sortGroups(rows, 'sent', false).map(({ sent }) => sent),
    [4, 1, 0],
  )
})
