import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Capacity, fairShare } from './capacity.ts'

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

test('however many are slow together, before long there is a place for who comes next', () => {
  const capacity = new Capacity()
  const takeAll = (name: string) => {
    const taken: Array<() => void> = []
    for (;;) {
      const place = capacity.take({ [name]: fairShare(32, 256 - capacity.used('all')), all: 256 })
      if (!place) return taken
      taken.push(place)
    }
  }
  const slow = Array.from({ length: 30 }, (_, index) => ({ name: `slow ${index}`, taken: [] as Array<() => void> }))
  for (let round = 0; round < 5; round++) {
    for (const each of slow) {
      for (const release of each.taken) release()
      each.taken = takeAll(each.name)
    }
  }
  assert.ok(slow.every(({ taken }) => taken.length > 0))
  assert.ok(takeAll('the next').length > 0)
})
