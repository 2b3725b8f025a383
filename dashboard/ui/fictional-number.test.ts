import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fictionalNumber, someDigits } from './fictional-number.ts'

test('a number that is proposed is fictional, and none that is taken', () => {
  const taken = new Set<string>()
  for (let count = 0; count < 2000; count += 1) {
    const number = fictionalNumber(taken)
    assert.match(number, /^\+1[2-7]\d\d55501\d\d$/)
    assert.ok(!taken.has(number))
    taken.add(number)
  }
})

test('digits are as many as were asked for', () => {
  assert.match(someDigits('7', 16), /^7\d{15}$/)
})
