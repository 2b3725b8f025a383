import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mentionAt, mentionParts, mentionedIn, replaceTrigger, slashAt } from './mentions.ts'

const ana = { _id: 'a', fullName: 'Ana' }
const anaLopez = { _id: 'l', fullName: 'Ana López' }
const ben = { _id: 'b', fullName: 'Ben (night)' }
const colleagues = [ana, anaLopez, ben]

test('an @ at the beginning of a word asks for a colleague', () => {
  assert.deepEqual(mentionAt('Ask @an', 7), { start: 4, query: 'an' })
  assert.deepEqual(mentionAt('@', 1), { start: 0, query: '' })
  assert.deepEqual(mentionAt('@Ana Ló', 7), { start: 0, query: 'Ana Ló' })
})

test('an address of mail asks for nobody', () => {
  assert.equal(mentionAt('ana@exam', 8), undefined)
  assert.equal(mentionAt('@ana said so', 12), undefined)
})

test('a / at the beginning of a line asks for a saved reply', () => {
  assert.deepEqual(slashAt('/open', 5), { start: 0, query: 'open' })
  assert.deepEqual(slashAt('Hello\n/op', 9), { start: 6, query: 'op' })
  assert.equal(slashAt('and/or', 6), undefined)
  assert.equal(slashAt('see /usr', 8), undefined)
  assert.equal(slashAt('/usr/bin', 8), undefined)
})

test('what was chosen stands where it was asked for', () => {
  assert.deepEqual(replaceTrigger('Ask @an now', { start: 4, query: 'an' }, '@Ana '), {
    text: 'Ask @Ana  now',
    caret: 9,
  })
})

test('those are mentioned whose names stand there, the longer name first', () => {
  assert.deepEqual(mentionedIn('@Ana López, look', colleagues), [anaLopez])
  assert.deepEqual(mentionedIn('@Ana and @Ben (night)', colleagues), [ana, ben])
  assert.deepEqual(mentionedIn('@Anabel', colleagues), [])
  assert.deepEqual(mentionedIn('mail@Ana', colleagues), [])
})

test('the names stand out from the rest of the note', () => {
  assert.deepEqual(
    mentionParts('Hi @Ana López!', colleagues).map(({ text, isMention }) => [text, isMention]),
    [
      ['Hi ', false],
      ['@Ana López', true],
      ['!', false],
    ],
  )
  assert.deepEqual(mentionParts('Hi', []), [{ text: 'Hi', isMention: false, at: 0 }])
})
