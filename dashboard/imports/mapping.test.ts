import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mapped } from './mapping.ts'

const before = [
  { column: 0, field: 'phoneNumber' },
  { column: 2, field: 'email' },
]

test('a field that another column had is taken from it', () => {
  assert.deepEqual(mapped(before, 1, 'email'), [before[0], { column: 1, field: 'email' }])
})

test('a column has one field', () => {
  assert.deepEqual(mapped(before, 0, 'status'), [{ column: 0, field: 'status' }, before[1]])
})

test('a column can be left out', () => {
  assert.deepEqual(mapped(before, 2, undefined), [before[0]])
})
