import assert from 'node:assert/strict'
import { test } from 'node:test'

import { countChosen, groupsOf, isChosen, withGroup, withType } from './chosen-types.ts'

const types = ['contact.created', 'contact.deleted', 'contactSections.updated', 'message.received', 'message.sent'].map(
  (type) => ({ type, description: '' }),
)
const groups = groupsOf(types)
const [message, contact] = groups

test('types are grouped by what they are about, the most wanted first', () => {
  assert.deepEqual(
    groups.map(({ noun }) => noun),
    ['message', 'contact', 'contactSections'],
  )
})

test('all of a group are one word, and all but one are named', () => {
  assert.deepEqual(withGroup(['message.sent'], contact!, true), ['message.sent', 'contact.*'])
  assert.deepEqual(withType(['contact.*'], contact!, 'contact.deleted', false), ['contact.created'])
  assert.deepEqual(withType(['contact.created'], contact!, 'contact.deleted', true), ['contact.*'])
})

test('what is chosen as a whole counts as each of it', () => {
  assert.equal(isChosen(['message.*'], 'message.sent'), true)
  assert.equal(isChosen(['contact.*'], 'contactSections.updated'), false)
  assert.equal(countChosen(['message.*', 'contact.created'], message!), 2)
  assert.equal(countChosen(['message.*', 'contact.created'], contact!), 1)
})
