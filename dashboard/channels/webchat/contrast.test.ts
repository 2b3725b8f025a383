import assert from 'node:assert/strict'
import { test } from 'node:test'

import { colourProblem, contrast, inkOn } from './contrast.ts'

test('contrast is between 1 and 21', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#0f766e', '#0f766e'), 1)
})

test('a colour is warned of where white words or the button itself can hardly be seen', () => {
  assert.equal(colourProblem('#0f766e'), undefined)
  assert.equal(colourProblem('#e8590c'), 'ink')
  assert.equal(colourProblem('#ffd43b'), 'pale')
  assert.equal(inkOn('#ffd43b'), '#000000')
  assert.equal(inkOn('#0f766e'), '#ffffff')
})
