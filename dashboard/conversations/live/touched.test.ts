import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { LiveEvent } from '../../api/live.ts'
import { touchedBy } from './touched.ts'

const event = (type: string, subjectId: string, data: Record<string, unknown> = {}) =>
  ({ type, subjectId, data }) as LiveEvent

test('what happened in a conversation touches it, once', () => {
  const { conversationIds } = touchedBy([
    event('conversation.assigned', 'c1'),
    event('message.received', 'm1', { conversationId: 'c2' }),
    event('message.failed', 'm1', { conversationId: 'c2' }),
    event('note.added', 'n1', { conversationId: 'c3' }),
    event('note.added', 'n2', { contactId: 'k1' }),
    event('channel.updated', 'h1'),
  ])
  assert.deepEqual(conversationIds, ['c1', 'c2', 'c3'])
})

test('contacts, views and colleagues are told apart', () => {
  const touched = touchedBy([event('contact.updated', 'k1'), event('view.saved', 'v1'), event('user.updated', 'u1')])
  assert.deepEqual(touched, {
    conversationIds: [],
    contactIds: ['k1'],
    areViewsChanged: true,
    areColleaguesChanged: true,
  })
})
