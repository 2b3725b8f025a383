import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Message } from './message-rows.ts'
import { firstUnreadOf, timelineOf } from './timeline.ts'
import type { Activity, Csat, Note } from './timeline.ts'

const start = new Date(2026, 2, 3, 12).getTime()

/** Ids begin with their seconds, as the server makes them. */
function idAt(minute: number, end = 'a'): string {
  return Math.floor((start + minute * 60_000) / 1000).toString(16) + end.padStart(16, '0')
}

function at(minute: number): { _id: string; createdAt: string } {
  return { _id: idAt(minute), createdAt: new Date(start + minute * 60_000).toISOString() }
}

function said(minute: number, more: Partial<Message> = {}): Message {
  return {
    ...at(minute),
    direction: 'inbound',
    sentBy: null,
    isAIGenerated: false,
    status: 'delivered',
    ...more,
  } as Message
}

const happened = (minute: number, type: string) => ({ ...at(minute), type }) as Activity
const kinds = (items: ReturnType<typeof timelineOf>) => items.map(({ kind }) => kind)

test('each day has a heading, once', () => {
  const items = timelineOf({ messages: [said(0), said(1), said(24 * 60)] })
  assert.deepEqual(kinds(items), ['day', 'message', 'message', 'day', 'message'])
})

test('what one author says in a row is one burst', () => {
  const ana = { direction: 'outbound', sentBy: 'ana' } as const
  const items = timelineOf({ messages: [said(0), said(1), said(2, ana), said(3, { ...ana, sentBy: 'ben' }), said(30)] })
  const ends = items.flatMap((item) => (item.kind === 'message' ? [[item.isFirst, item.isLast]] : []))
  assert.deepEqual(ends, [
    [true, false],
    [false, true],
    [true, true],
    [true, true],
    [true, true],
  ])
})

test('notes and what happened stand in their place, and what happened in a row is together', () => {
  const items = timelineOf({
    messages: [said(0), said(5)],
    notes: [{ ...at(1) } as Note],
    activity: [happened(2, 'conversation.resolved'), happened(3, 'conversation.reopened')],
  })
  assert.deepEqual(kinds(items), ['day', 'message', 'note', 'activity', 'message'])
  assert.equal(items.find((item) => item.kind === 'activity')?.activity.length, 2)
})

test('nothing is shown from before the oldest message that is loaded', () => {
  const older = { messages: [said(5)], notes: [{ ...at(1) } as Note] }
  assert.deepEqual(kinds(timelineOf({ ...older, hasOlder: true })), ['day', 'message'])
  assert.deepEqual(kinds(timelineOf(older)), ['day', 'note', 'message'])
})

test('a rating stands where it was given', () => {
  const csat = { _id: idAt(0, 'f'), requestedAt: at(0).createdAt, answeredAt: at(6).createdAt } as Csat
  assert.deepEqual(kinds(timelineOf({ messages: [said(1), said(8)], csat: [csat] })), [
    'day',
    'message',
    'csat',
    'message',
  ])
})

test('the line of what is new stands before the first message that was not seen, and ends a burst', () => {
  const messages = [said(0), said(1, { direction: 'outbound' }), said(2), said(3)]
  const first = firstUnreadOf(messages, 1)
  assert.equal(first?._id, messages[3]?._id)
  const items = timelineOf({ messages, firstUnreadId: first?._id, unreadCount: 1 })
  assert.deepEqual(kinds(items), ['day', 'message', 'message', 'message', 'new', 'message'])
  assert.equal(firstUnreadOf(messages, 0), undefined)
  assert.equal(firstUnreadOf(messages, 9)?._id, messages[0]?._id)
})

test('what was taken back at once is not shown, what was withdrawn later has a line', () => {
  const undone = said(0, { status: 'canceled', updatedAt: at(0.1).createdAt })
  const withdrawn = said(1, { status: 'canceled', updatedAt: at(30).createdAt })
  assert.deepEqual(kinds(timelineOf({ messages: [undone, withdrawn] })), ['day', 'message'])
})

test('a message keeps its key when the server has it, and its parts have keys of their own', () => {
  const [, one, other] = timelineOf({ messages: [said(0, { clientId: 'mine' }), said(1, { clientId: 'mine' })] })
  assert.deepEqual([one?.key, other?.key], ['mine', idAt(1)])
})
