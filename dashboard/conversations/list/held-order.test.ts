import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Row } from '../rows.ts'
import { hold, show } from './held-order.ts'
import type { Shown } from './held-order.ts'

const row = (id: string, minute: number, more: Partial<Row> = {}) =>
  ({ _id: id, activeAt: new Date(Date.UTC(2026, 0, 1, 0, 0, minute * 60)).toISOString(), ...more }) as Row
const list = [row('c', 3), row('b', 2), row('a', 1)]
const seen = ({ rows, newCount }: Shown) => [rows.map(({ _id }) => _id).join(''), newCount]

test('a list that nobody is about to press shows what there is', () => {
  assert.equal(show(list, undefined).rows, list)
  assert.deepEqual(seen(show([row('d', 4), ...list], undefined)), ['dcba', 0])
  assert.deepEqual(seen(show([row('c', 3, { isGone: true }), row('b', 2)], undefined)), ['b', 0])
})

test('what comes while it is held is counted, and moves nothing', () => {
  assert.deepEqual(seen(show([row('d', 4), ...list], hold(list))), ['cba', 1])
  assert.deepEqual(seen(show([row('e', 5), row('c', 3), row('d', 2.5), row('b', 2), row('a', 1)], hold(list))), [
    'cba',
    2,
  ])
})

test('what moves up stays where it is, with what it says by now', () => {
  const shown = show([row('a', 9, { latestMessage: 'news' }), row('c', 3), row('b', 2)], hold(list))
  assert.deepEqual(seen(shown), ['cba', 1])
  assert.equal(shown.rows[2]!.latestMessage, 'news')
})

test('what left stays as gone, so that nothing moves up under the pointer', () => {
  const shown = show([row('c', 3), row('b', 2, { isGone: true }), row('a', 1)], hold(list))
  assert.deepEqual(seen(shown), ['cba', 0])
  assert.equal(shown.rows[1]!.isGone, true)
})

test('what one took away oneself does go', () => {
  assert.deepEqual(seen(show([row('c', 3), row('a', 1)], hold(list))), ['ca', 0])
})

test('reading on adds rows at the end', () => {
  assert.deepEqual(seen(show([...list, row('9', 0.5), row('8', 0.4)], hold(list))), ['cba98', 0])
  assert.deepEqual(seen(show([row('d', 4), ...list, row('9', 0.5)], hold(list))), ['cba9', 1])
})
