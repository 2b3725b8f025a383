import assert from 'node:assert/strict'
import { test } from 'node:test'

import { countSegments } from './segments.ts'

const family = '👨‍👩‍👧‍👦'

// The cases that the server's own count is held to.
const measured: Array<[text: string, segments: number]> = [
  ['', 1],
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  [`${'a'.repeat(151)}€${'a'.repeat(153)}`, 2],
  ['д'.repeat(70), 1],
  ['д'.repeat(71), 2],
  ['д'.repeat(134), 2],
  ['д'.repeat(135), 3],
  ['😀'.repeat(35), 1],
  ['😀'.repeat(36), 2],
  [`д${'😀'.repeat(66)}`, 2],
  [`${'д'.repeat(66)}${'😀'.repeat(33)}дд`, 3],
  ['éÇ'.repeat(80), 1],
  [`ç${'a'.repeat(70)}`, 2],
  [`’${'a'.repeat(70)}`, 2],
  ['`'.padEnd(71, 'a'), 2],
  [family.repeat(6), 1],
  [family.repeat(7), 2],
  [`${'д'.repeat(60)}${family}`, 2],
  ['\r\n'.repeat(80), 1],
  ['\r\n'.repeat(81), 2],
  [`${'д'.repeat(66)}\r\n${'д'.repeat(66)}`, 2],
]

for (const [text, segments] of measured) {
  test(`${JSON.stringify(text.slice(0, 12))}, ${text.length} long, counts as ${segments}`, () => {
    assert.equal(countSegments(text).segments, segments)
  })
}

test('one character of no telephone alphabet changes all of it, and is named', () => {
  assert.deepEqual(countSegments('Good morning'), {
    characters: 12,
    encoding: 'GSM-7',
    segments: 1,
    left: 148,
    culprits: [],
  })
  const changed = countSegments('It’s “done” 👍')
  assert.equal(changed.encoding, 'UCS-2')
  assert.deepEqual(changed.culprits, ['’', '“', '”', '👍'])
})

test('an emoji is one character to people', () => {
  assert.equal(countSegments(family).characters, 1)
})
