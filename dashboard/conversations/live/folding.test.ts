import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Row } from '../rows.ts'
import { fold, patched, without } from './folding.ts'
import type { Page } from './folding.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, minute * 60)).toISOString()
const row = (id: string, minute: number, more: Partial<Row> = {}) =>
  ({ _id: id, activeAt: at(minute), waitingSince: at(minute), latestMessage: id, ...more }) as Row

/** The newest first: e d | c b, and a is still to be read. */
const pages = (): Page[] => [
  { conversations: [row('e', 5), row('d', 4)], nextCursor: 'after d' },
  { conversations: [row('c', 3), row('b', 2)], nextCursor: 'after b' },
]
const ids = (folded: Page[]) =>
  folded.map((page) => page.conversations.map(({ _id, isGone }) => (isGone ? `(${_id})` : _id)))
const asked = (...names: string[]) => new Set(names)

test('what has moved stands where it belongs by now', () => {
  const folded = fold(pages(), asked('c'), [row('c', 9)], 'newest')
  assert.deepEqual(ids(folded), [['c', 'e', 'd'], ['b']])
})

test('what is new comes between what was there', () => {
  const folded = fold(pages(), asked('f', 'g'), [row('f', 3.5), row('g', 8)], 'newest')
  assert.deepEqual(ids(folded), [
    ['g', 'e', 'd'],
    ['f', 'c', 'b'],
  ])
})

test('what no longer belongs to the list is marked, and what came back is not', () => {
  const folded = fold(pages(), asked('d'), [], 'newest')
  assert.deepEqual(ids(folded), [
    ['e', '(d)'],
    ['c', 'b'],
  ])
  assert.deepEqual(ids(fold(folded, asked('d'), [row('d', 4)], 'newest')), [
    ['e', 'd'],
    ['c', 'b'],
  ])
})

test('what lies beyond what was read is left for when one reads on', () => {
  assert.deepEqual(ids(fold(pages(), asked('a'), [row('a', 1)], 'newest')), [
    ['e', 'd'],
    ['c', 'b'],
  ])
  const whole = pages()
  whole[1]!.nextCursor = null
  assert.deepEqual(ids(fold(whole, asked('a'), [row('a', 1)], 'newest')), [
    ['e', 'd'],
    ['c', 'b', 'a'],
  ])
  assert.deepEqual(ids(fold([{ conversations: [], nextCursor: null }], asked('a'), [row('a', 1)], 'newest')), [['a']])
})

test('what stays as it was is the same object, and so is its page', () => {
  const before = pages()
  const folded = fold(before, asked('e', 'c'), [row('e', 5), row('c', 3, { latestMessage: 'news' })], 'newest')
  assert.equal(folded[0], before[0])
  assert.notEqual(folded[1], before[1])
  assert.equal(folded[1]!.conversations[1], before[1]!.conversations[1])
  assert.equal(folded[1]!.conversations[0]!.latestMessage, 'news')
})

test('the oldest or who waits longest stands first where that is the order', () => {
  const list: Page[] = [{ conversations: [row('b', 2), row('c', 3)], nextCursor: null }]
  assert.deepEqual(ids(fold(list, asked('a'), [row('a', 2.5)], 'oldest')), [['b', 'a', 'c']])
  const waiting = row('a', 9, { waitingSince: at(1) })
  assert.deepEqual(ids(fold(list, asked('a'), [waiting], 'waiting')), [['a', 'b', 'c']])
})

test('two of the same moment stand in the order of their ids', () => {
  const list: Page[] = [{ conversations: [row('b', 1)], nextCursor: null }]
  assert.deepEqual(ids(fold(list, asked('a', 'c'), [row('a', 1), row('c', 1)], 'newest')), [['c', 'b', 'a']])
  assert.deepEqual(ids(fold(list, asked('a', 'c'), [row('a', 1), row('c', 1)], 'oldest')), [['a', 'b', 'c']])
})

test('what one took away oneself is gone at once', () => {
  const before = pages()
  const left = without(before, asked('c'))
  assert.deepEqual(ids(left), [['e', 'd'], ['b']])
  assert.equal(left[0], before[0])
})

test('what is changed where it is leaves the other pages alone', () => {
  const before = pages()
  const after = patched(before, (each) => (each._id === 'b' ? { ...each, isUnseen: false } : each))
  assert.equal(after[0], before[0])
  assert.equal(after[1]!.conversations[1]!.isUnseen, false)
})
