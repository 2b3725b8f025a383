import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Colleague } from './contact.ts'
import { mentionBefore, mentionedIn, withMention } from './mention-text.ts'

const colleagues = [
  { _id: '1', fullName: 'Ana Lima' },
  { _id: '2', fullName: 'Ben' },
] as Colleague[]

test('an @ begins a mention at the start or after a space, and an address is none', () => {
  assert.deepEqual(mentionBefore('@an', 3), { at: 0, words: 'an' })
  assert.deepEqual(mentionBefore('ask @Ana Li', 11), { at: 4, words: 'Ana Li' })
  assert.equal(mentionBefore('mail ana@lima', 13), undefined)
  assert.equal(mentionBefore('ask @ana about that', 19), undefined)
})

test('what is picked replaces what was written of it, and the caret stands behind it', () => {
  assert.deepEqual(withMention('ask @an now', 4, 7, 'Ana Lima'), { text: 'ask @Ana Lima  now', caret: 14 })
})

test('only whose whole name still stands there is mentioned', () => {
  assert.deepEqual(mentionedIn('ask @Ana Lima', colleagues), ['1'])
  assert.deepEqual(mentionedIn('ask @Ana and Ben', colleagues), [])
})
