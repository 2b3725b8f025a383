import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openVariableIn } from './variables.ts'

test('a variable that stands open is found, with its name', () => {
  assert.deepEqual(openVariableIn('Hello {{firstName}}!'), { name: 'firstName', start: 6, end: 19 })
  assert.equal(openVariableIn('Hello {{ firstName | there }}')?.name, 'firstName')
})

test('words in braces that are none are left alone', () => {
  assert.equal(openVariableIn('Hello {firstName}'), undefined)
  assert.equal(openVariableIn('Hello'), undefined)
})
