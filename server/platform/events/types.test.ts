import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { eventTypes, isWanted, typesMeant, unheardTypes } from './types.ts'

const root = path.join(import.meta.dirname, '../../..')

/** What has the shape of an event's type in the code and is none. */
const others = [
  /^(excluded|fieldSplit|postmaster|postgres|gmail|googlemail)\./,
  /\.(css|js|svg|html|json|csv|pid|png|webmanifest)$/,
  // Subscribers, and columns by their table.
  /^(channels|contacts|conversations|duplicates|imports|messages|notes|reports|templates|push|webchat|webhooks)\.[a-z]+[A-Z]?\w*$/,
  /^(apiKeys|dailySums|contactCounts|contactTallies|conversationTallies|optOuts|keys|organizations|sessions|users|webhookQueues)\./,
  /^(noun\.pastParticiple|password\.reset|webhook\.revealed|channel\.identitySecretRotated|hours\.timeZone|access\.changed|contact\.opted)$/,
]

test('of every event that the code records it is said whether webhooks hear of it', () => {
  const recorded = new Set(['message.read'])
  for (const file of sources()) {
    const text = readFileSync(path.join(root, 'server', file), 'utf8')
    for (const [, type] of text.matchAll(/'([a-z]\w+\.[a-z]\w+)'/gi)) {
      if (!others.some((other) => other.test(type!))) recorded.add(type!)
    }
  }
  const said = [...Object.keys(eventTypes), ...Object.keys(unheardTypes)]
  assert.deepEqual([...recorded].toSorted(), said.toSorted(), 'Say in server/platform/events/types.ts what it is.')
})

test('the page of the documentation lists the types that there are, with the same sentences', () => {
  const page = readFileSync(path.join(root, 'docs/webhooks.md'), 'utf8')
  const listed = [...page.matchAll(/^\| `(\w+\.\w+)` \| (.+) \|$/gm)].map(([, type, sentence]) => [type, sentence])
  assert.deepEqual(listed, Object.entries(eventTypes))
})

test('a type is wanted by its name, by its noun, and where none is named', () => {
  assert.equal(isWanted(['message.received'], 'message.received'), true)
  assert.equal(isWanted(['message.*'], 'message.received'), true)
  assert.equal(isWanted([], 'message.received'), true)
  assert.equal(isWanted(['message.*'], 'contact.created'), false)
  assert.equal(isWanted(['template.*'], 'templateCategory.added'), false)
  for (const types of [[], ['notification.*'], ['notification.added'], ['*']]) {
    assert.equal(isWanted(types, 'notification.added'), false)
  }
})

test('whoever follows may ask for a noun, also for what no webhook is told, and not for what never comes', () => {
  assert.deepEqual(typesMeant(['csat.*', 'notification.added']), [
    'csat.answered',
    'csat.requested',
    'notification.added',
  ])
  assert.ok(typesMeant(['conversation.*']).includes('conversation.hidden'))
  for (const type of ['message.recieved', 'messages.*', ''])
    assert.throws(() => typesMeant([type]), { statusCode: 400 })
})

function sources(): string[] {
  const files = readdirSync(path.join(root, 'server'), { recursive: true }).map(String)
  return files.filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^platform.events.types/.test(file))
}
