import assert from 'node:assert/strict'
import { test } from 'node:test'

import { extend, keep, nothing, selectAll, toggle } from './selection.ts'
import type { Selection } from './selection.ts'

const order = ['a', 'b', 'c', 'd', 'e']
const chosen = ({ ids }: Selection) => [...ids].toSorted().join('')

test('a row is chosen, and chosen again it is not', () => {
  const one = toggle(nothing, 'b')
  assert.deepEqual([chosen(one), one.anchor], ['b', 'b'])
  assert.equal(chosen(toggle(one, 'b')), '')
  assert.equal(chosen(nothing), '')
})

test('a range goes from where one began, up or down, and can be made longer', () => {
  const from = toggle(nothing, 'c')
  assert.equal(chosen(extend(from, 'e', order)), 'cde')
  assert.equal(chosen(extend(from, 'a', order)), 'abc')
  assert.equal(chosen(extend(extend(from, 'd', order), 'a', order)), 'abcd')
})

test('without a beginning a range is the row alone', () => {
  assert.equal(chosen(extend(nothing, 'd', order)), 'd')
  assert.equal(chosen(extend(toggle(nothing, 'gone'), 'd', order)), 'dgone')
})

test('all can be chosen, and what leaves the list is not chosen any more', () => {
  const all = selectAll(order)
  assert.equal(chosen(all), 'abcde')
  assert.equal(chosen(keep(all, new Set(['b', 'd', 'x']))), 'bd')
  assert.equal(keep(all, new Set(order)), all)
})
