import assert from 'node:assert/strict'
import { test } from 'node:test'

import { previewParts } from './preview-parts.ts'

test('variables are filled in, and what is written around them stays', () => {
  assert.deepEqual(previewParts('Hi {{ firstName }}, all well?', { firstName: 'Jane' }), [
    { text: 'Hi ' },
    { text: 'Jane', variable: 'firstName' },
    { text: ', all well?' },
  ])
})

test('what is not known is what stands after the bar, or else as it was written', () => {
  assert.deepEqual(previewParts('{{firstName|there}} {{nonsense}}', {}), [
    { text: 'there', variable: 'firstName' },
    { text: ' ' },
    { text: '{{nonsense}}', variable: 'nonsense', isMissing: true },
  ])
})
