import assert from 'node:assert/strict'
import { test } from 'node:test'

import { countOf, draftOf, newGroup, newLine, whereOf, withGroup, withLine } from './where-draft.ts'
import type { Where } from './filters.ts'

const types = new Map([
  ['budget', 'number'],
  ['is_vip', 'boolean'],
  ['plan', 'select'],
])
const where: Where = {
  match: 'all',
  groups: [
    { match: 'any', conditions: [{ tag: 'vip' }, { unread: false }, { waitingMinutes: 60 }] },
    {
      match: 'all',
      conditions: [
        { field: { key: 'plan', is: ['gold', 'silver'] }, not: true },
        { field: { key: 'budget', is: [1000] } },
        { field: { key: 'is_vip', is: [false] } },
      ],
    },
  ],
}

test('what was kept is what the form says again', () => {
  assert.deepEqual(whereOf(draftOf(where), types), where)
  assert.equal(countOf(where), 6)
})

test('what has no value yet does not count, and a form without values is no filter', () => {
  const draft = draftOf(undefined)
  assert.equal(whereOf(draft, types), undefined)
  const [line] = draft.groups[0]!.lines
  const filled = withLine(draft, line!.id, (each) => ({ ...each, values: ['vip'] }))
  const more = withGroup(filled, filled.groups[0]!.id, (group) => ({ ...group, lines: [...group.lines, newLine()] }))
  assert.deepEqual(whereOf({ ...more, groups: [...more.groups, newGroup()] }, types), {
    match: 'all',
    groups: [{ match: 'any', conditions: [{ tag: 'vip' }] }],
  })
})

test('a group whose last line goes, goes with it, but there is always one to begin with', () => {
  const draft = draftOf(where)
  const without = draft.groups[0]!.lines.reduce((left, { id }) => withLine(left, id, () => undefined), draft)
  assert.equal(without.groups.length, 1)
  const [first] = draftOf(undefined).groups
  const empty = withLine({ match: 'all', groups: [first!] }, first!.lines[0]!.id, () => undefined)
  assert.deepEqual([empty.groups.length, empty.groups[0]!.lines.length], [1, 1])
})
