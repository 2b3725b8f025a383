import assert from 'node:assert/strict'
import { test } from 'node:test'

import { SegmentedMessage } from 'sms-segments-calculator'

import { countSegments } from './segments.ts'

const family = '👨‍👩‍👧‍👦'

// Measured with sms-segments-calculator 1.3.0, Twilio's own.
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
  [`ê${'a'.repeat(70)}`, 2],
  [`’${'a'.repeat(70)}`, 2],
  ['`'.padEnd(71, 'a'), 2],
  ['\t'.padEnd(71, 'a'), 2],
  [family.repeat(6), 1],
  [family.repeat(7), 2],
  [`${'д'.repeat(60)}${family}`, 2],
  ['\r\n'.repeat(80), 1],
  ['\r\n'.repeat(81), 2],
  [`${'д'.repeat(66)}\r\n${'д'.repeat(66)}`, 2],
]

test('the measured cases count as measured, here and by the official calculator', () => {
  for (const [text, segments] of measured) {
    assert.equal(countSegments(text), segments, JSON.stringify(text))
    assert.equal(official(text), segments, JSON.stringify(text))
  }
})

test('every character of the Latin, Greek and currency blocks counts as the official calculator says', () => {
  for (let code = 0; code <= 0x20bf; code = code === 0x3ff ? 0x2000 : code + 1) {
    const text = String.fromCharCode(code).repeat(81)
    assert.equal(countSegments(text), official(text), `U+${code.toString(16)}`)
  }
})

test('thousands of random texts count as the official calculator says', () => {
  const random = randomNumbers(20260414)
  for (let count = 0; count < 3000; count++) {
    const text = randomText(random)
    assert.equal(countSegments(text), official(text), `number ${count}: ${JSON.stringify(text)}`)
  }
})

function official(text: string): number {
  return new SegmentedMessage(text).segmentsCount
}

const alphabets = [
  [...'abcdefXYZ 0123456789äöüßÄÉñ@£'],
  [...'^{}\\[~]|€\f'],
  ['\r\n', '\n', '\r'],
  [...'“”—…’ç\t`'],
  [...'Привет, мир'],
  [...'你好世界'],
  [...'مرحبا'],
  [...'नमक'],
  [...'สวัสดี'],
  ['안', '녕', '\u1112\u1161\u11ab'],
  ['e\u0301', 'n\u0303', 'a\u0308\u0301'],
  ['😀', '👍', '❤️', '👍🏽', '🇩🇪', '🇺🇸', '1️⃣'],
  [family, '👩‍🚀', '🏳️‍🌈', '👩‍❤️‍💋‍👨'],
  ['\ud800', '\udc00'],
]

function randomText(random: (below: number) => number): string {
  const chosen = Array.from({ length: 1 + random(4) }, () => alphabets[random(alphabets.length)] ?? [])
  const length = random(330)
  let text = ''
  while (text.length < length) {
    const alphabet = chosen[random(chosen.length)] ?? []
    text += alphabet[random(alphabet.length)]
  }
  return text
}

/** A linear congruential generator: the same texts in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
}
