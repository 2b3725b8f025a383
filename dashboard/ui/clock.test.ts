import assert from 'node:assert/strict'
import { test } from 'node:test'

import { now, nowText, setClock } from './clock.ts'

test('the time is that of the server, however wrong the computer is', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 2, 4, 12) })
  setClock(Date.UTC(2026, 2, 3, 12))
  t.mock.timers.setTime(Date.UTC(2026, 2, 4, 13))
  assert.equal(nowText(), '2026-03-03T13:00:00.000Z')
  setClock(Date.UTC(2026, 2, 4, 13, 0, 20))
  assert.equal(now(), Date.now())
  setClock(Number.NaN)
  assert.equal(now(), Date.now())
})
