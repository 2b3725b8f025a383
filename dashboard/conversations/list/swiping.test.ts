import assert from 'node:assert/strict'
import { test } from 'node:test'

import { offsetOf, outcomeOf } from './swiping.ts'

test('far enough to the right resolves, to the left snoozes, and less is nothing', () => {
  assert.equal(outcomeOf(120, 390, false), 'resolve')
  assert.equal(outcomeOf(-120, 390, false), 'snooze')
  assert.equal(outcomeOf(100, 390, false), undefined)
  assert.equal(outcomeOf(-40, 100, false), undefined)
})

test('where one reads from right to left it is the other way round', () => {
  assert.equal(outcomeOf(120, 390, true), 'snooze')
  assert.equal(outcomeOf(-120, 390, true), 'resolve')
})

test('the row goes with the finger, and past some point ever less', () => {
  assert.deepEqual([offsetOf(50), offsetOf(-200), offsetOf(300)], [50, -200, 220])
})
