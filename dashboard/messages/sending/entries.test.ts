import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Message } from '../threads/message-rows.ts'
import type { Note } from '../threads/timeline.ts'
import { nextOf, revived, unansweredOf } from './entries.ts'
import type { SendEntry } from './entries.ts'

const now = Date.UTC(2026, 2, 3, 12)
const uncertain = { code: 'uncertain', message: 'Look first.' }

function entry(clientId: string, more: Partial<SendEntry> = {}): SendEntry {
  const nothing = { files: [], mentions: [], undoSeconds: 0, wasTried: false }
  const createdAt = new Date(now).toISOString()
  const fields = { kind: 'message', conversationId: 'c', userId: 'me', content: 'Yes', state: 'waiting' } as const
  return { ...nothing, ...fields, clientId, createdAt, ...more }
}

const later = (seconds: number) => new Date(now + seconds * 1000).toISOString()

test('one conversation says one thing after another, in the order of the presses', () => {
  const entries = [entry('second', { createdAt: later(1) }), entry('first'), entry('other', { conversationId: 'd' })]
  assert.equal(nextOf(entries, 'c')?.clientId, 'first')
  assert.equal(nextOf(entries, 'd')?.clientId, 'other')
})

test('while one is under way the next waits, and what was refused holds up nobody', () => {
  const second = entry('second', { createdAt: later(1) })
  assert.equal(nextOf([entry('first', { state: 'sending' }), second], 'c'), undefined)
  assert.equal(nextOf([entry('first', { state: 'failed' }), second], 'c')?.clientId, 'second')
})

test('what was under way when the page was closed is tried again', () => {
  assert.equal(revived(entry('a', { state: 'sending', wasTried: true }), now + 60_000, uncertain).state, 'waiting')
})

test('what may have been sent a day ago is left to a person', () => {
  const day = 24 * 3_600_000
  assert.equal(revived(entry('a', { wasTried: true }), now + day, uncertain).state, 'failed')
  assert.equal(revived(entry('a'), now + day, uncertain).state, 'waiting')
})

test('there is never a second bubble, whether the answer or the event comes first', () => {
  const [waiting, answered] = [entry('waiting'), entry('answered')]
  const row = { _id: 'x', clientId: 'answered' } as Message
  assert.deepEqual(unansweredOf([waiting, answered], [row], []), [waiting])
})

test('two notes with the same words are two', () => {
  const told = { _id: 'n', userId: 'me', content: 'Yes', createdAt: later(1) } as Note
  const notes = [entry('one', { kind: 'note', wasTried: true }), entry('two', { kind: 'note', wasTried: true })]
  assert.deepEqual(unansweredOf(notes, [], [told]), [notes[1]])
  assert.deepEqual(unansweredOf([entry('new', { kind: 'note' })], [], [told]).length, 1)
})
