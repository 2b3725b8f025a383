import assert from 'node:assert/strict'
import { test } from 'node:test'

import { newId } from './id.ts'

test('an id is 24 lowercase hex digits and begins with the seconds of its time', () => {
  const at = new Date('2026-03-04T05:06:07.890Z')
  assert.match(newId(at), /^[0-9a-f]{24}$/)
  assert.equal(Number.parseInt(newId(at).slice(0, 8), 16), Math.floor(at.getTime() / 1000))
  assert.match(newId(new Date(0)), /^0{8}[0-9a-f]{16}$/)
})

test('no two ids are the same, a hundred thousand at once', () => {
  const at = new Date()
  assert.equal(new Set(Array.from({ length: 100_000 }, () => newId(at))).size, 100_000)
})

test('ids sort by the time they were made, to the millisecond', () => {
  const times = [0, 1, 2, 499, 500, 998, 999, 1000, 1001].map((offset) => new Date(1_800_000_000_000 + offset))
  const ids = times.map((time) => newId(time))
  assert.deepEqual(ids.toSorted(), ids)
})

test('ids of one millisecond keep the order in which they were made', () => {
  const at = new Date(1_800_000_010_123)
  const ids = Array.from({ length: 60 }, () => newId(at))
  assert.deepEqual(ids.toSorted(), ids)
  assert.ok(ids.at(-1)! < newId(new Date(at.getTime() + 1)))
})

test('an id of an earlier moment, made in between, does not mix up those of a millisecond', () => {
  for (let time = 1_800_000_020_500; time < 1_800_000_020_600; time++) {
    const first = newId(new Date(time))
    newId(new Date(time - 2))
    assert.ok(first < newId(new Date(time)))
  }
})

test('the second half of an id does not tell the next one', () => {
  const at = new Date()
  const random = Array.from({ length: 1000 }, () => newId(at).slice(12))
  assert.equal(new Set(random).size, 1000)
  for (const position of [0, 6, 11]) assert.ok(new Set(random.map((each) => each[position])).size === 16)
})
