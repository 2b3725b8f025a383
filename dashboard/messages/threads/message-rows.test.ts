import assert from 'node:assert/strict'
import { test } from 'node:test'

import { foldMessage, messagesIn, readMessage } from './message-rows.ts'
import type { Message, MessagePages } from './message-rows.ts'

function message(_id: string, more: Partial<Message> = {}): Message {
  return {
    _id,
    status: 'queued',
    attachments: [],
    reaction: null,
    updatedAt: '2026-01-01T00:00:00Z',
    ...more,
  } as Message
}

function pagesOf(...pages: Array<[Message[], string | null]>): MessagePages {
  return { pages: pages.map(([messages, nextCursor]) => ({ messages, nextCursor })), pageParams: [] }
}

const ids = (pages: MessagePages) => messagesIn(pages).map(({ _id }) => _id)

test('a new message stands at the end, and again changes nothing', () => {
  const pages = pagesOf([[message('b')], 'more'], [[message('a')], null])
  const once = foldMessage(pages, message('c'))
  assert.deepEqual(ids(once), ['a', 'b', 'c'])
  assert.deepEqual(ids(foldMessage(once, message('c'))), ['a', 'b', 'c'])
})

test('what comes late stands where it belongs', () => {
  const pages = pagesOf([[message('d'), message('f')], 'more'], [[message('a'), message('b')], null])
  assert.deepEqual(ids(foldMessage(pages, message('e'))), ['a', 'b', 'd', 'e', 'f'])
  assert.deepEqual(ids(foldMessage(pages, message('c'))), ['a', 'b', 'c', 'd', 'f'])
})

test('what is older than all that was loaded is left until somebody scrolls there', () => {
  assert.deepEqual(ids(foldMessage(pagesOf([[message('b')], 'more']), message('a'))), ['b'])
  assert.deepEqual(ids(foldMessage(pagesOf([[message('b')], null]), message('a'))), ['a', 'b'])
})

test('into an empty thread the first message comes', () => {
  assert.deepEqual(ids(foldMessage(pagesOf([[], null]), message('a'))), ['a'])
})

test('an older state never overwrites a newer one', () => {
  const delivered = message('a', { status: 'delivered', updatedAt: '2026-01-01T00:00:02Z' })
  const sent = message('a', { status: 'sent', updatedAt: '2026-01-01T00:00:01Z' })
  assert.equal(messagesIn(foldMessage(pagesOf([[delivered], null]), sent))[0]?.status, 'delivered')
  assert.equal(messagesIn(foldMessage(pagesOf([[sent], null]), delivered))[0]?.status, 'delivered')
})

test('an event that says nothing of files leaves them', () => {
  const withFile = message('a', { attachments: [{ _id: 'f' }] as Message['attachments'] })
  const told = message('a', { status: 'sent', updatedAt: '2026-01-01T00:00:01Z' })
  assert.equal(messagesIn(foldMessage(pagesOf([[withFile], null]), told))[0]?.attachments.length, 1)
})

test('a row of the log is read as the message that it is', () => {
  const read = readMessage({ id: 'a', conversationId: 'c', sentById: 'u', isAiGenerated: true, content: 'Hi' })
  assert.deepEqual([read?._id, read?.sentBy, read?.isAIGenerated, read?.attachments], ['a', 'u', true, []])
  assert.equal(readMessage({ contactId: 'x' }), undefined)
})
