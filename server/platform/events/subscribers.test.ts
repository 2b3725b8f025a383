import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { TestContext } from 'node:test'

import { sql } from 'kysely'

import { createDatabase, onDatabase } from '../../../test/database.ts'
import { until } from '../../../test/factories.ts'
import { StatementRules } from '../../../test/statement-rules.ts'
import { templateDatabase } from '../../../test/template.ts'
import { openDatabase, transact } from '../database.ts'
import type { Trx } from '../database.ts'
import { newId } from '../id.ts'
import { createLog } from '../log.ts'
import { Signals } from '../signals.ts'
import type { Event } from './log.ts'
import { record, wakeThrough } from './record.ts'
import { runSubscribers } from './subscribers.ts'
import type { Listener, Subscriber } from './subscribers.ts'

const { url, drop } = await createDatabase(await templateDatabase())
const db = openDatabase({ url, connections: 6, plugins: [new StatementRules()] })
const log = createLog('silent')
const writer = new Signals(url, log)
await writer.connect()
wakeThrough(writer)
after(async () => {
  await writer.close()
  await db.destroy()
  await drop()
})

beforeEach(() =>
  onDatabase(url, (client) => client.query('truncate events, event_positions, event_cursors, daily_messages')),
)

test('a subscriber hears what it asked for, in order, once', async (t) => {
  const organizationId = newId()
  const { subscriber, heard } = listener({ types: ['one.happened'] })
  await happen(organizationId, ['a'])
  await start(t, [subscriber])
  await happen(organizationId, ['b'], 'other.happened')
  await happen(organizationId, ['c', 'd'])
  await until(async () => heard.length >= 3)
  await until(async () => (await cursorOf(organizationId, subscriber))?.position === 4)
  assert.deepEqual(heard, ['a', 'c', 'd'])
})

test('more than a batch is heard to its end', async (t) => {
  const organizationId = newId()
  const subjects = Array.from({ length: 450 }, (_, index) => `subject ${index}`)
  await happen(organizationId, subjects)
  const { subscriber, heard } = listener()
  await start(t, [subscriber])
  await until(async () => heard.length >= 450)
  assert.deepEqual(heard.toSorted(), subjects.toSorted())
})

test('a failing subscriber delays no other and no other organization, and goes on where it was', async (t) => {
  const [organizationId, other] = [newId(), newId()]
  const broken = { is: true }
  const failing = listener({
    async hear(_trx, event) {
      if (broken.is && event.subjectId === 'b') throw new Error('I cannot hear this')
    },
  })
  const well = listener()
  await start(t, [failing.subscriber, well.subscriber])
  await happen(organizationId, ['a'])
  await until(async () => failing.heard.length === 1)
  await happen(organizationId, ['b', 'c'])
  await happen(other, ['d'])
  await until(async () => well.heard.length === 4 && failing.heard.includes('d'))
  const failure = await until(() => failureOf(organizationId, failing.subscriber))
  assert.deepEqual([failure.position, failure.failures], [1, 1])
  assert.match(failure.lastError ?? '', /I cannot hear this/)

  broken.is = false
  await endPause(organizationId, failing.subscriber)
  await until(async () => failing.heard.includes('c'))
  assert.deepEqual(failing.heard, ['a', 'd', 'b', 'c'])
  const cursor = await until(() => cursorOf(organizationId, failing.subscriber))
  assert.deepEqual([cursor.position, cursor.failures, cursor.lastError], [3, 0, null])
})

test('a subscriber pauses the longer the more often it fails, from the first time on', async (t) => {
  const organizationId = newId()
  const { subscriber } = listener({
    async hear() {
      throw new Error('never')
    },
  })
  await start(t, [subscriber])
  await happen(organizationId, ['a'])
  const pauses: number[] = []
  for (const failures of [1, 2, 3]) {
    const before = Date.now()
    if (failures > 1) await endPause(organizationId, subscriber)
    const cursor = await until(async () => {
      const found = await failureOf(organizationId, subscriber)
      return found?.failures === failures && found
    })
    assert.equal(cursor.position, 0)
    assert.match(cursor.lastError ?? '', /never/)
    pauses.push(cursor.retryAt!.getTime() - before)
  }
  assert.ok(pauses[0]! > 1000 && pauses[1]! > pauses[0]! + 1000 && pauses[2]! > pauses[1]! + 3000, String(pauses))
})

test('what it writes is written once for each event, though it is interrupted after writing', async (t) => {
  const organizationId = newId()
  const interruptions = [fail, endConnection, fail]
  const { subscriber } = listener({
    async hear(trx, event) {
      await count(trx, event)
      if (event.subjectId === 'b') await interruptions.shift()?.(trx)
    },
  })
  await start(t, [subscriber])
  await happen(organizationId, ['a', 'b', 'c'])
  await until(async () => {
    await endPause(organizationId, subscriber)
    return (await cursorOf(organizationId, subscriber))?.position === 3
  })
  assert.equal(interruptions.length, 0)
  assert.deepEqual(await counts(organizationId), { a: 1, b: 1, c: 1 })
})

test('two workers do not hear the same event twice', async (t) => {
  const organizationIds = [newId(), newId(), newId()]
  const calls: string[] = []
  const { subscriber } = listener({
    async hear(trx, event) {
      calls.push(`${event.organizationId} ${event.subjectId}`)
      await count(trx, event)
    },
  })
  const otherDb = openDatabase({ url, connections: 4, plugins: [new StatementRules()] })
  await start(t, [subscriber])
  await start(t, [subscriber], otherDb)
  t.after(() => otherDb.destroy())

  const subjects = Array.from({ length: 60 }, (_, index) => `subject ${index}`)
  await Promise.all(
    organizationIds.flatMap((organizationId) => subjects.map((subject) => happen(organizationId, [subject]))),
  )
  for (const organizationId of organizationIds) {
    await until(async () => (await cursorOf(organizationId, subscriber))?.position === subjects.length)
    assert.deepEqual(await counts(organizationId), Object.fromEntries(subjects.map((subject) => [subject, 1])))
  }
  assert.equal(calls.length, 180)
  assert.equal(new Set(calls).size, 180)
})

test('what is not signalled is found by looking, and a lost connection that listens comes back', async (t) => {
  const organizationId = newId()
  const { subscriber, heard } = listener()
  const signals = await start(t, [subscriber])
  wakeThrough(undefined)
  t.after(() => wakeThrough(writer))
  await happen(organizationId, ['unsaid'])
  await until(async () => heard.includes('unsaid'))

  await onDatabase(url, (client) =>
    client.query(`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where application_name = 'tether signals' and datname = current_database()
    `),
  )
  await until(async () => !signals.isListening)
  await happen(organizationId, ['while it was away'])
  await until(async () => signals.isListening && writer.isListening)
  wakeThrough(writer)
  await happen(organizationId, ['back'])
  await until(async () => heard.includes('back'))
  assert.deepEqual(heard, ['unsaid', 'while it was away', 'back'])
})

test('stopping waits until what is being heard is heard', async (t) => {
  const organizationId = newId()
  const { promise: goesOn, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: isHearing, resolve: hearing } = Promise.withResolvers<void>()
  const { subscriber } = listener({
    async hear(trx, event) {
      hearing()
      await goesOn
      await count(trx, event)
    },
  })
  const signals = new Signals(url, log)
  await signals.connect()
  t.after(() => signals.close())
  const subscriptions = runSubscribers(db, signals, [subscriber], log)
  await happen(organizationId, ['a'])
  await isHearing
  const stopped = subscriptions.stop()
  goOn()
  await stopped
  assert.deepEqual(await counts(organizationId), { a: 1 })

  await happen(organizationId, ['b'])
  await start(t, [listener({ name: subscriber.name, hear: count }).subscriber])
  await until(async () => (await cursorOf(organizationId, subscriber))?.position === 2)
  assert.deepEqual(await counts(organizationId), { a: 1, b: 1 })
})

/** A subscriber of its own, and what it heard to the end. */
function listener(fields: Partial<Listener> = {}): { subscriber: Subscriber; heard: string[] } {
  const heard: string[] = []
  const hear = async (trx: Trx, event: Event) => {
    await fields.hear?.(trx, event)
    heard.push(event.subjectId)
  }
  return { heard, subscriber: { name: `tests.${newId()}`, types: ['one.happened'], ...fields, hear } }
}

async function start(t: TestContext, subscribers: Subscriber[], on = db): Promise<Signals> {
  const signals = new Signals(url, log)
  await signals.connect()
  const subscriptions = runSubscribers(on, signals, subscribers, log)
  t.after(async () => {
    await subscriptions.stop()
    await signals.close()
  })
  return signals
}

async function happen(organizationId: string, subjects: string[], type = 'one.happened'): Promise<void> {
  const things = subjects.map((id) => ({ id }))
  await transact(db, (trx) => record(trx, { organizationId, type: 'system', id: null }, type, things))
}

function cursorOf(organizationId: string, { name }: Subscriber) {
  return db
    .selectFrom('eventCursors')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('subscriber', '=', name)
    .executeTakeFirst()
}

async function failureOf(organizationId: string, subscriber: Subscriber) {
  const cursor = await cursorOf(organizationId, subscriber)
  return cursor?.retryAt ? cursor : undefined
}

async function endPause(organizationId: string, { name }: Subscriber): Promise<void> {
  await db
    .updateTable('eventCursors')
    .set({ retryAt: new Date(0) })
    .where('organizationId', '=', organizationId)
    .where('subscriber', '=', name)
    .where('retryAt', 'is not', null)
    .execute()
  writer.send('events', organizationId)
}

/** Something that a subscriber writes: how often it heard of the subject. */
async function count(trx: Trx, event: Event): Promise<void> {
  await sql`
    insert into daily_messages (organization_id, day, channel_id, event_type, total)
    values (${event.organizationId}, '2026-03-04', ${event.subjectId}, ${event.type}, 1)
    on conflict (organization_id, day, channel_id, event_type) do update set total = daily_messages.total + excluded.total
  `.execute(trx)
}

async function counts(organizationId: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('dailyMessages')
    .select(['channelId', 'total'])
    .where('organizationId', '=', organizationId)
    .execute()
  return Object.fromEntries(rows.map(({ channelId, total }) => [channelId, total]))
}

async function fail(): Promise<void> {
  throw new Error('interrupted')
}

async function endConnection(trx: Trx): Promise<void> {
  const found = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
  await onDatabase(url, (client) => client.query('select pg_terminate_backend($1, 5000)', [found.rows[0]?.pid]))
}
