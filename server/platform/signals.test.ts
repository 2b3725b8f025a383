import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import pg from 'pg'

import { createDatabase, onDatabase } from '../../test/database.ts'
import { until } from '../../test/factories.ts'
import { createLog } from './log.ts'
import { Signals } from './signals.ts'

const { url, drop } = await createDatabase()
after(drop)

test('a signal is heard in its own process at once, and in every other', async (t) => {
  const [one, other] = [await connected(t), await connected(t)]
  const [heardHere, heardThere] = [hear(one, 'events'), hear(other, 'events')]
  one.send('events', 'a')
  assert.deepEqual(heardHere, ['a'])
  await until(async () => heardThere.length > 0)
  one.send('events', 'b c')
  other.send('events', 'd')
  await until(async () => heardThere.length > 2 && heardHere.length > 2)
  assert.deepEqual(heardThere.toSorted(), ['a', 'b c', 'd'])
  assert.deepEqual(heardHere.toSorted(), ['a', 'b c', 'd'])
})

test('who listens to a topic hears nothing of others, and nothing any more when it has left', async (t) => {
  const [one, other] = [await connected(t), await connected(t)]
  const heard = hear(other, 'users')
  const left: string[] = []
  other.on('users', (payload) => left.push(payload))()
  one.send('events', 'a')
  one.send('users', 'b')
  await until(async () => heard.length > 0)
  assert.deepEqual([heard, left], [['b'], []])
})

test('what is sent within a moment goes out as few notifications, each thing once', async (t) => {
  const [one, other] = [await connected(t), await connected(t)]
  const heard = hear(other, 'events')
  const notifications = await listen(t)
  for (let times = 0; times < 3; times++) {
    for (let index = 0; index < 1000; index++) one.send('events', `665f1c2ab8e4d3a1f0c9${index}`)
  }
  one.send('events', 'last')
  await until(async () => heard.includes('last'))
  assert.equal(heard.length, 1001)
  assert.equal(new Set(heard).size, 1001)
  // Some 32,000 bytes, of which a notification holds less than 8,000.
  assert.ok(notifications.length >= 4 && notifications.length <= 6, `${notifications.length} notifications`)
})

test('a lost connection is said at once, comes back by itself, and takes its locks again', async (t) => {
  const [one, other] = [await connected(t), await connected(t)]
  let taken = 0
  let lost = 0
  await other.onConnected(async (client) => {
    await client.query('select pg_advisory_lock(7)')
    taken++
  })
  other.onLost(() => lost++)
  const heard = hear(other, 'events')

  await endConnections()
  await until(async () => lost === 1)
  await until(async () => other.isListening && one.isListening)
  assert.deepEqual([taken, lost], [2, 1])
  one.send('events', 'again')
  await until(async () => heard.length > 0)
  const locks = await onDatabase(url, (client) => client.query('select from pg_locks where objid = 7'))
  assert.equal(locks.rowCount, 1)
})

test('what cannot be sent is lost for others and not for the own process, and breaks nothing', async (t) => {
  const alone = new Signals(url, createLog('silent'))
  const heard = hear(alone, 'events')
  alone.send('events', 'a')
  await setTimeout(20)
  assert.deepEqual(heard, ['a'])
  await alone.connect()
  t.after(() => alone.close())
  const other = await connected(t)
  const heardThere = hear(other, 'events')
  alone.send('events', 'b')
  await until(async () => heardThere.length > 0)
  assert.deepEqual(heardThere, ['b'])
})

test('what was sent right before the end still goes out', async (t) => {
  const [one, other] = [await connected(t), await connected(t)]
  const heard = hear(other, 'events')
  one.send('events', 'last words')
  await one.close()
  await until(async () => heard.length > 0)
  assert.deepEqual(heard, ['last words'])
})

test('a listener that throws keeps nothing from the others', async (t) => {
  const one = await connected(t)
  one.on('events', () => assert.fail('a broken listener'))
  const heard = hear(one, 'events')
  one.send('events', 'a')
  assert.deepEqual(heard, ['a'])
})

test('one that is closed while it comes back stays closed', async (t) => {
  const one = await connected(t)
  await endConnections()
  await until(async () => !one.isListening)
  await one.close()
  await setTimeout(1000)
  assert.equal(await countConnections(), 0)
})

test('a connection that could not take its locks is not left open', async (t) => {
  const one = await connected(t)
  let tries = 0
  await one.onConnected(async () => {
    if (++tries === 2) throw new Error('not this time')
  })
  await endConnections()
  await until(async () => tries === 3 && one.isListening)
  assert.equal(await countConnections(), 1)
})

async function connected(t: TestContext): Promise<Signals> {
  const signals = new Signals(url, createLog('silent'))
  await signals.connect()
  t.after(() => signals.close())
  return signals
}

function hear(signals: Signals, topic: string): string[] {
  const heard: string[] = []
  signals.on(topic, (payload) => heard.push(payload))
  return heard
}

async function listen(t: TestContext): Promise<string[]> {
  const notifications: string[] = []
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.after(() => client.end())
  client.on('notification', ({ payload = '' }) => notifications.push(payload))
  await client.query('listen tether')
  return notifications
}

const ours = `from pg_stat_activity where application_name = 'tether signals' and datname = current_database()`

async function endConnections(): Promise<void> {
  await onDatabase(url, (client) => client.query(`select pg_terminate_backend(pid, 5000) ${ours}`))
}

async function countConnections(): Promise<number | null> {
  const found = await onDatabase(url, (client) => client.query(`select pid ${ours}`))
  return found.rowCount
}
