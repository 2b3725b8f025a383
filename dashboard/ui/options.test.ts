import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchingOptions, nextEnabled } from './options.ts'

const options = [
  { value: 'de', label: 'Germany', keywords: 'Deutschland' },
  { value: 'al', label: 'Algeria' },
  { value: 'ge', label: 'Georgia', isDisabled: true },
]
const found = (query: string) => matchingOptions(options, query).map((option) => option.value)

test('Options that begin with the word come before those that contain it', () => {
  assert.deepEqual(found('ge'), ['de', 'ge', 'al'])
})

test('Every word must occur, in the label or in the keywords', () => {
  assert.deepEqual(found('deutsch ger'), ['de'])
  assert.deepEqual(found('germany x'), [])
})

test('The arrows pass over what cannot be chosen and go round', () => {
  assert.equal(nextEnabled(options, 1, 1), 0)
  assert.equal(nextEnabled(options, 0, -1), 1)
  assert.equal(nextEnabled(options, -1, 1), 0)
  assert.equal(nextEnabled(options.slice(2), 0, 1), 0)
})
