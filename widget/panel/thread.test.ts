import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Message } from './protocol.ts'
import { isSameBurst, joined, readUntil, unreadOf } from './thread.ts'

test('the same message twice is one, with the state that is further', () => {
  const [first, second] = [message('1', { status: 'read' }), message('2')]
  assert.deepEqual(joined([first], [second, { ...first, status: 'delivered' }]), [first, second])
  assert.deepEqual(joined([second], [first]), [first, second])
})

test('reading up to a message reads those before it, and nobody’s own', () => {
  const messages = [message('1'), message('2', { isMine: true, status: 'sent' }), message('3'), message('4')]
  assert.equal(unreadOf(messages), 3)
  const read = readUntil(messages, '3')
  assert.deepEqual(
    read.map(({ status }) => status),
    ['read', 'sent', 'read', 'delivered'],
  )
})

test('a group is of one person, of one day, and without a long pause', () => {
  const one = message('1', { author: { name: 'Ana' } })
  assert.ok(isSameBurst(one, one))
  assert.ok(!isSameBurst(one, undefined))
  assert.ok(!isSameBurst(one, { ...one, author: { name: 'Ben' } }))
  assert.ok(!isSameBurst(one, { ...one, isMine: true }))
  assert.ok(!isSameBurst(one, { ...one, createdAt: '2026-03-01T10:06:00.000Z' }))
})

function message(id: string, more: Partial<Message> = {}): Message {
  const createdAt = `2026-03-01T10:00:0${id}.000Z`
  return {
    id,
    clientId: null,
    isMine: false,
    content: id,
    files: [],
    author: null,
    replyTo: null,
    awayMessage: null,
    status: 'delivered',
    createdAt,
    ...more,
  }
}
