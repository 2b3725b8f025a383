import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fittingReplies } from './fitting-replies.ts'

const reply = (name: string, shortcut: string | null, more = {}) => ({
  name,
  shortcut,
  template: 'Hello',
  isShared: true,
  ...more,
})
const namesOf = (replies: Array<{ name: string }>) => replies.map(({ name }) => name)

test('the shortcut comes first, one’s own before a shared one, then names, then words', () => {
  const all = [
    reply('Words', null, { template: 'Our hours are long' }),
    reply('Opening hours', 'open'),
    reply('Longer', 'hours-in-summer'),
    reply('Shared', 'hours'),
    reply('Mine', 'hours', { isShared: false }),
    reply('Nothing', 'bye'),
  ]
  assert.deepEqual(namesOf(fittingReplies(all, 'hours')), ['Mine', 'Shared', 'Longer', 'Opening hours', 'Words'])
})

test('without a word all are offered, in their order', () => {
  const all = [reply('Bye', 'bye'), reply('Address', null)]
  assert.deepEqual(namesOf(fittingReplies(all, '')), ['Bye', 'Address'])
})
