import assert from 'node:assert/strict'
import { test } from 'node:test'
import { highlightParts } from './highlight-parts.ts'

const matches = (text: string, words: string) =>
  highlightParts(text, words).flatMap((part) => (part.isMatch ? [part.text] : []))

test('Each word is marked wherever it stands, in any case and with any accent', () => {
  assert.deepEqual(matches('José met JOSE and Ana', 'jose ana'), ['José', 'JOSE', 'Ana'])
})

test('The pieces together are the text', () => {
  const text = 'Order 12 (order 13)'
  assert.equal(
    highlightParts(text, 'order (')
      .map((part) => part.text)
      .join(''),
    text,
  )
})

test('Without words nothing is marked', () => {
  assert.deepEqual(matches('Anything', '  '), [])
})

test('Signs that mean something in patterns are only signs', () => {
  assert.deepEqual(matches('a.c abc', 'a.c'), ['a.c'])
})
