import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyCaps, keyMatcher, matchesChord, parseKeys, type KeyPress } from './keys.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})
const chord = (keys: string) => parseKeys(keys)[0] ?? assert.fail('no chord')

test('mod is the command key on Apple and Ctrl elsewhere', () => {
  assert.ok(matchesChord(press('k', { metaKey: true }), chord('mod+k'), true))
  assert.ok(!matchesChord(press('k', { ctrlKey: true }), chord('mod+k'), true))
  assert.ok(matchesChord(press('k', { ctrlKey: true }), chord('mod+k'), false))
})

test('A letter with a modifier that was not asked for is another key', () => {
  assert.ok(!matchesChord(press('e', { ctrlKey: true }), chord('e'), false))
  assert.ok(!matchesChord(press('E', { shiftKey: true }), chord('e'), false))
  assert.ok(matchesChord(press('E', { shiftKey: true }), chord('shift+e'), false))
})

test('A sign is itself with Shift and without it', () => {
  assert.ok(matchesChord(press('?', { shiftKey: true }), chord('?'), false))
  assert.ok(matchesChord(press('?'), chord('?'), false))
})

test('A sequence is pending until its last key', () => {
  const match = keyMatcher({ inbox: 'g i', reply: 'r' }, { apple: false })
  assert.equal(match(press('g'), 0), 'pending')
  assert.deepEqual(match(press('i'), 500), { name: 'inbox' })
  assert.equal(match(press('i'), 600), undefined)
  assert.deepEqual(match(press('r'), 700), { name: 'reply' })
})

test('A sequence that waits too long begins again', () => {
  const match = keyMatcher({ inbox: 'g i' }, { apple: false, patience: 1000 })
  assert.equal(match(press('g'), 0), 'pending')
  assert.equal(match(press('i'), 5000), undefined)
})

test('A press that breaks a sequence still does what it does alone', () => {
  const match = keyMatcher({ inbox: 'g i', reply: 'r' }, { apple: false })
  match(press('g'), 0)
  assert.deepEqual(match(press('r'), 100), { name: 'reply' })
})

test('Key caps are those of the machine', () => {
  assert.deepEqual(keyCaps('mod+shift+k', true), [['⇧', '⌘', 'K']])
  assert.deepEqual(keyCaps('mod+k', false), [['Ctrl', 'K']])
  assert.deepEqual(keyCaps('g i', false), [['G'], ['I']])
})
