import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { admins } from '../identity/actor.ts'
import type { Event } from '../platform/events/log.ts'
import { audienceOf, ruleFor } from './audience.ts'

const server = path.join(import.meta.dirname, '..')
const recorded = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => typesIn(readFileSync(path.join(server, file), 'utf8')))

test('there is a rule for every type of event that is recorded anywhere', () => {
  assert.ok(recorded.length > 60, String(recorded.length))
  for (const type of recorded) assert.ok(ruleFor(type), `${type} needs a rule in server/live/audience.ts`)
})

test('what nobody made a rule for is for admins', () => {
  const { place, roles, userIds } = audienceOf(eventOf('secret.invented', { userId: 'ada' }))
  assert.deepEqual([place, roles, userIds], [undefined, admins, []])
})

test('what has lost its conversation is for admins as well', () => {
  const { place, roles } = audienceOf(eventOf('message.sent', {}))
  assert.deepEqual([place, roles], [undefined, admins])
})

test('what somebody keeps to themselves is not even for admins', () => {
  for (const [type, data] of [
    ['notification.added', { userId: 'ada' }],
    ['reminder.created', { createdById: 'ada' }],
    ['view.saved', { userId: 'ada', sharedAt: null }],
    ['template.added', { userId: 'ada' }],
    ['twoFactor.enabled', { id: 'ada' }],
  ] as const) {
    const { place, roles, userIds } = audienceOf(eventOf(type, data))
    assert.deepEqual([place, roles, userIds], [undefined, [], ['ada']], type)
  }
})

test('of a merge it is the source that is out of sight, for those who saw that', () => {
  const { place, lost } = audienceOf(eventOf('contact.merged', { sourceId: 'source', previousUserId: 'ada' }))
  assert.deepEqual([place?.id, lost?.before?.userId], ['subject', 'ada'])
  assert.deepEqual(lost?.told, [{ type: 'contact.hidden', position: 1, subjectId: 'source' }])
})

/** As they stand in calls of `record`, and in what is handed to one. */
function typesIn(text: string): string[] {
  if (!/\brecord(ed|Assigned)?\(|event: '/.test(text)) return []
  const calls = [
    ...text.matchAll(/\brecord(?:ed)?\([^;]*?'([a-z]\w+\.[a-z]\w+)'/gs),
    ...text.matchAll(/event: '(\w+\.\w+)'/g),
  ]
  return calls.map((match) => match[1]!)
}

function eventOf(type: string, data: Record<string, unknown>): Event {
  const ids = { id: 'event', organizationId: 'acme', subjectId: 'subject', actorId: null }
  return { ...ids, type, data, position: 1, actorType: 'system', createdAt: new Date(0), isImported: false }
}
