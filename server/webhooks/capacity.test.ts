import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Capacity } from './capacity.ts'

test('a place is taken of all names or of none, and given back to all', () => {
  const capacity = new Capacity()
  const limits = { slow: 1, all: 2 }
  const release = capacity.take(limits)
  assert.ok(release)
  assert.equal(capacity.take(limits), undefined)
  assert.equal(capacity.used('all'), 1)
  const other = capacity.take({ quick: 2, all: 2 })
  assert.ok(other, 'who is full leaves room for others')
  assert.equal(capacity.take({ quick: 2, all: 2 }), undefined)
  release()
  other()
  assert.deepEqual([capacity.used('slow'), capacity.used('quick'), capacity.used('all')], [0, 0, 0])
})
