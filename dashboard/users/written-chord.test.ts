import assert from 'node:assert/strict'
import { test } from 'node:test'

import { matchesChord, parseKeys } from '../ui/keys.ts'
import type { KeyPress } from '../ui/keys.ts'
import { writtenChord } from './written-chord.ts'

const plain = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false }

test('what is written down is what the same press matches again', () => {
  const presses: Array<[KeyPress, boolean, string]> = [
    [{ ...plain, key: 'k', ctrlKey: true }, false, 'mod+k'],
    [{ ...plain, key: 'k', metaKey: true }, true, 'mod+k'],
    [{ ...plain, key: 'K', shiftKey: true }, false, 'shift+k'],
    [{ ...plain, key: '?', shiftKey: true }, false, '?'],
    [{ ...plain, key: ' ' }, false, 'space'],
    [{ ...plain, key: 'ArrowUp', altKey: true }, false, 'alt+arrowup'],
  ]
  for (const [press, apple, written] of presses) {
    assert.equal(writtenChord(press, apple), written)
    assert.ok(matchesChord(press, parseKeys(written)[0]!, apple), written)
  }
})

test('a modifier alone is no key yet', () => {
  assert.equal(writtenChord({ ...plain, key: 'Shift', shiftKey: true }, false), undefined)
})
