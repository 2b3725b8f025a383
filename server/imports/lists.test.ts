import assert from 'node:assert/strict'
import { test } from 'node:test'

import { joinList, splitList } from './lists.ts'

const cases: Array<[cell: string, items: string[]]> = [
  ['', []],
  [' ; , ', []],
  ['vip', ['vip']],
  ['vip, new;old | other\nlast', ['vip', 'new', 'old', 'other', 'last']],
  ['"a, b"; c', ['a, b', 'c']],
  ['c;  "a ""quoted"" b"', ['c', 'a "quoted" b']],
  ['"Mailchimp","style"', ['Mailchimp', 'style']],
  ['6" pipe; 5" pipe', ['6" pipe', '5" pipe']],
  ['"never closed', ['"never closed']],
]
for (const [cell, items] of cases) {
  test(`the cell ${JSON.stringify(cell)} is the list ${JSON.stringify(items)}, and comes back from a file`, () => {
    assert.deepEqual(splitList(cell), items)
    assert.deepEqual(splitList(joinList(items)), items)
  })
}
