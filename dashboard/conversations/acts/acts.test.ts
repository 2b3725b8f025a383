import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Row } from '../rows.ts'
import { applied, inPieces, leaves, reversalsOf } from './acts.ts'
import type { Act } from './acts.ts'

const now = '2026-03-12T09:00:00.000Z'
const later = '2026-03-13T09:00:00.000Z'
const ana = { _id: 'a', fullName: 'Ana', email: 'ana@example.com' }
const ben = { _id: 'b', fullName: 'Ben', email: 'ben@example.com' }
const row = (more: Partial<Row> = {}) =>
  ({
    _id: '1',
    state: 'open',
    isResolved: false,
    resolvedAt: null,
    snoozedUntil: null,
    isUnseen: false,
    unreadCount: 0,
    tags: ['vip'],
    assignees: [ana],
    updatedAt: now,
    ...more,
  }) as Row
const resolved = row({ state: 'resolved', isResolved: true, resolvedAt: now })
const snoozed = row({ state: 'snoozed', snoozedUntil: later })

test('a row looks at once as it will be', () => {
  const done = applied(row({ waitingSince: now }), { kind: 'resolve' }, now)
  assert.deepEqual([done.state, done.isResolved, done.resolvedAt, done.waitingSince], ['resolved', true, now, null])
  assert.equal(applied(row(), { kind: 'snooze', until: later }, now).state, 'snoozed')
  assert.equal(applied(row({ isUnseen: true, unreadCount: 3 }), { kind: 'see' }, now).unreadCount, 0)
  assert.deepEqual(applied(row(), { kind: 'assign', assignees: [ben] }, now).assignees, [ben])
  assert.deepEqual(applied(row(), { kind: 'tag', add: ['new'], remove: ['vip'] }, now).tags, ['new'])
})

test('what is so already stays the same object', () => {
  const same: Array<[Row, Act]> = [
    [resolved, { kind: 'resolve' }],
    [row(), { kind: 'reopen' }],
    [resolved, { kind: 'snooze', until: later }],
    [row(), { kind: 'unsnooze' }],
    [row(), { kind: 'see' }],
    [row({ assignees: [ana, ben] }), { kind: 'assign', assignees: [ben, ana] }],
    [row(), { kind: 'tag', add: ['vip'], remove: ['none'] }],
  ]
  for (const [before, act] of same) assert.equal(applied(before, act, now), before, act.kind)
})

test('what is no longer of the list’s state leaves it', () => {
  assert.equal(leaves(resolved, {}), true)
  assert.equal(leaves(resolved, { state: 'resolved' }), false)
  assert.equal(leaves(snoozed, { state: 'all' }), false)
  assert.equal(leaves(row(), { assignee: 'none' }), false)
})

test('taking back brings each to what it was, in as few acts as there were states', () => {
  const rows = [
    row({ _id: '1' }),
    row({ _id: '2', assignees: [] }),
    row({ _id: '3' }),
    row({ _id: '4', assignees: [ben] }),
  ]
  const back = reversalsOf(rows, { kind: 'assign', assignees: [ben] })
  assert.deepEqual(
    back.map(({ act, rows: of }) => [act, of.map(({ _id }) => _id)]),
    [
      [{ kind: 'assign', assignees: [ana] }, ['1', '3']],
      [{ kind: 'assign', assignees: [] }, ['2']],
    ],
  )
})

test('only what it changed is taken back', () => {
  assert.deepEqual(reversalsOf([resolved], { kind: 'resolve' }), [])
  assert.deepEqual(
    reversalsOf([row()], { kind: 'tag', add: ['vip', 'new'], remove: [] }).map(({ act }) => act),
    [{ kind: 'tag', add: [], remove: ['new'] }],
  )
  assert.deepEqual(
    reversalsOf([snoozed], { kind: 'snooze', until: '2026-04-01T09:00:00.000Z' }).map(({ act }) => act),
    [{ kind: 'snooze', until: later }],
  )
})

test('many are done in pieces', () => {
  assert.deepEqual(inPieces([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]])
  assert.deepEqual(inPieces([], 2), [])
})
