import assert from 'node:assert/strict'
import { test } from 'node:test'

import { setLocale } from '../ui/formatters.ts'
import { sentenceOf } from './happening-texts.ts'
import type { Happening } from './happening-texts.ts'

setLocale('en-US')

const names = { colleague: (id: string) => ({ a: 'Ana', b: 'Ben' })[id] ?? '', field: (key: string) => key }

function said(fields: Partial<Happening>): string {
  const empty = {
    _id: '',
    type: '',
    actorId: null,
    actorType: 'user',
    changes: [],
    conversationId: null,
    createdAt: '',
    details: {},
  }
  return sentenceOf({ ...empty, ...fields }, names)
}

function changed(...changes: Happening['changes']): string {
  return said({ type: 'contact.updated', changes })
}

test('an opt-out that a colleague noted says why', () => {
  const details = { channelType: 'sms', reason: 'Asked by phone' }
  assert.equal(said({ type: 'contact.optedOut', details }), 'recorded the opt-out of SMS: Asked by phone')
  assert.equal(said({ type: 'contact.optedOut', details: { channelType: 'sms' } }), 'recorded the opt-out of SMS')
})

test('fields that were set and cleared are one sentence', () => {
  const text = changed(
    { field: 'status', before: 'New', after: 'Sold' },
    { field: 'birthday', before: null, after: '1988-04-12' },
    { field: 'email', before: 'a@b.c', after: null },
  )
  assert.equal(text, 'set status to Sold and birthday to Apr 12, 1988 and cleared email')
})

test('people and tags are said by who and what came and went', () => {
  assert.equal(changed({ field: 'userId', before: 'a', after: 'b' }), 'made Ben the owner')
  assert.equal(changed({ field: 'assignees', before: ['a'], after: ['b'] }), 'assigned Ben, removed Ana')
  assert.equal(changed({ field: 'tags', before: ['x'], after: ['x', 'y'] }), 'tagged y')
})

test('what is not known is said all the same', () => {
  assert.equal(said({ type: 'contact.optedOut', details: { channelType: 'sms' } }), 'recorded the opt-out of SMS')
  assert.equal(
    said({ type: 'conversation.assigned', details: { assignees: [] } }),
    'assigned the conversation to nobody',
  )
  assert.equal(said({ type: 'contact.vanished' }), 'changed something')
})
