import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { sql } from 'kysely'

import { startApp } from '../../test/app.ts'
import { newContact, newOrganization, until } from '../../test/factories.ts'
import { listen, openSocket, openStream } from '../../test/live.ts'
import type { Ear } from '../../test/live.ts'
import { transact } from '../platform/database.ts'
import { pruneEvents } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'

const server = await startApp()
const { app, db } = server
const url = await listen(app)

test('after an hour away and 5,000 events everything arrives once and in order', async () => {
  const ada = await newOrganization(app)
  const first = await openStream(url, ada)
  await newContact(ada)
  await first.untilType('contact.created')
  await first.close()
  await fill(ada.user.organizationId, 5000)
  const after = Number(first.lastId)
  const ears = [
    await openStream(url, ada, '', { 'last-event-id': first.lastId }),
    await openSocket(url, ada, { after }),
  ]
  for (const ear of ears) {
    await ear.untilType('thing.happened', 5000)
    assert.deepEqual(
      positionsOf(ear),
      Array.from({ length: 5000 }, (_, index) => after + 1 + index),
    )
    await ear.close()
  }
})

test('with writers that commit in any order a reader has no gap and nothing twice', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const ears = [await openStream(url, ada, '?after=0'), await openSocket(url, ada, { after: 0 })]
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let count = 0; count < 30; count++) {
        await transact(db, async (trx) => {
          await happen(trx, organizationId)
          await setTimeout(Math.random() * 10)
          await happen(trx, organizationId)
        })
      }
    }),
  )
  for (const ear of ears) {
    await ear.untilType('thing.happened', 360)
    const positions = positionsOf(ear)
    assert.equal(new Set(ear.heard.filter(isThing).map(({ subjectId }) => subjectId)).size, 360)
    assert.deepEqual(
      positions,
      positions.map((_, index) => positions[0]! + index),
    )
    await ear.close()
  }
})

test('who joins while much is written misses nothing, at whatever moment', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const writing = (async () => {
    for (let count = 0; count < 200; count++) await transact(db, (trx) => happen(trx, organizationId))
  })()
  const ears: Ear[] = []
  while (ears.length < 20) {
    ears.push(await openStream(url, ada, '?after=0'))
    await setTimeout(5)
  }
  await writing
  for (const ear of ears) {
    await ear.untilType('thing.happened', 200)
    assert.deepEqual(
      positionsOf(ear),
      positionsOf(ear).map((_, index) => positionsOf(ear)[0]! + index),
    )
    await ear.close()
  }
})

test('a writer that is killed in the middle leaves no gap, and what it committed is heard once', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  const ear = await openStream(url, ada, '?after=0')
  const writer = fork(path.join(import.meta.dirname, '../../test/event-writer.ts'), [
    server.databaseUrl,
    organizationId,
  ])
  await ear.untilType('thing.happened', 20)
  writer.kill('SIGKILL')
  await once(writer, 'exit')
  await until(async () => {
    const found = await sql<{ count: number }>`
      select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'
    `.execute(db)
    return found.rows[0]!.count === 0
  }, 'the end of its transactions')
  await newContact(ada)
  await ear.untilType('contact.created')
  const found = await sql<{ subjectId: string }>`
    select subject_id from events where organization_id = ${organizationId} and type = 'thing.happened' order by position
  `.execute(db)
  assert.deepEqual(
    ear.heard.filter(isThing).map(({ subjectId }) => subjectId),
    found.rows.map(({ subjectId }) => subjectId),
  )
  await ear.close()
})

test('a cursor that is no longer kept, or never was, is told to start over before anything is said', async () => {
  const ada = await newOrganization(app)
  const { organizationId } = ada.user
  await newContact(ada)
  await pruneEvents(db, organizationId, new Date(Date.now() + 1000))
  await newContact(ada)
  for (const after of [1, 999_999]) {
    const stream = await openStream(url, ada, `?after=${after}`)
    assert.equal(stream.response.statusCode, 410)
    await stream.close()
    const socket = await openSocket(url, ada, { after })
    await socket.untilType('closed')
    assert.equal(socket.heard[0]!['code'], 'cursor_expired')
    assert.equal(socket.closed?.code, 4410)
  }
  const again = await openStream(url, ada, '?after=0')
  await again.untilType('contact.created')
  await again.close()
})

test('who asks for some types hears those, and its cursor still moves on', async () => {
  const ada = await newOrganization(app)
  const ears = [
    await openStream(url, ada, '?types=contact.deleted'),
    await openSocket(url, ada, { types: ['contact.deleted'] }),
  ]
  const { _id } = await newContact(ada)
  await ada.call('DELETE', `/api/contacts/${_id}`)
  for (const ear of ears) {
    await ear.untilType('contact.deleted')
    assert.ok(!ear.types().includes('contact.created'))
    await ear.close()
  }
})

test('a stream says where it began before anything happens', async () => {
  const ada = await newOrganization(app)
  await newContact(ada)
  const stream = await openStream(url, ada)
  await until(() => Promise.resolve(stream.lastId !== ''))
  assert.match(stream.response.headers['content-type'] ?? '', /^text\/event-stream/)
  assert.equal(stream.response.headers['x-accel-buffering'], 'no')
  await newContact(ada)
  const again = await openStream(url, ada, '', { 'last-event-id': stream.lastId })
  await again.untilType('contact.created')
  await Promise.all([stream.close(), again.close()])
})

function isThing({ type }: { type: string }): boolean {
  return type === 'thing.happened'
}

function positionsOf(ear: Ear): number[] {
  return ear.heard.filter(isThing).map(({ position }) => position)
}

function happen(trx: Parameters<typeof record>[0], organizationId: string): Promise<void> {
  return record(trx, { organizationId, type: 'system', id: null }, 'thing.happened', { id: newId() })
}

async function fill(organizationId: string, count: number): Promise<void> {
  const things = Array.from({ length: count }, () => ({ id: newId() }))
  await transact(db, (trx) => record(trx, { organizationId, type: 'system', id: null }, 'thing.happened', things))
}
