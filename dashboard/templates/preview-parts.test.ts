import assert from 'node:assert/strict'
import { test } from 'node:test'

import { previewParts } from './preview-parts.ts'

test('variables are filled in, and what is written around them stays', () => {
  assert.deepEqual(previewParts('Hi {{ firstName }}, all well?', { firstName: 'Jane' }), [
    { at: 0, text: 'Hi ' },
    { at: 3, text: 'Jane', variable: 'firstName' },
    { at: 18, text: ', all well?' },
  ])
})

test('what is not known is what stands after the bar, or else as it was written', () => {
  assert.deepEqual(previewParts('{{firstName|there}} {{nonsense}}', {}), [
    { at: 0, text: 'there', variable: 'firstName' },
    { at: 19, text: ' ' },
    { at: 20, text: '{{nonsense}}', variable: 'nonsense', isMissing: true },
  ])
})
