import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { sql } from 'kysely'

import { createDatabase } from '../../../test/database.ts'
import { StatementRules } from '../../../test/statement-rules.ts'
import { templateDatabase } from '../../../test/template.ts'
import { openDatabase, transact } from '../database.ts'
import { newId } from '../id.ts'
import { placeEvents, pruneEvents, readEvents } from './log.ts'
import type { Event } from './log.ts'
import { record } from './record.ts'

const { url, drop } = await createDatabase(await templateDatabase())
const db = openDatabase({ url, connections: 12, plugins: [new StatementRules()] })
after(async () => {
  await db.destroy()
  await drop()
})

test('who follows the cursor misses nothing that commits late, with eight writers at once', async () => {
  const organizationId = newId()
  const committed: string[][] = []
  let isWriting = true
  const writing = Promise.all(Array.from({ length: 8 }, () => write(organizationId, 20, committed)))
  const reading = [3, 100].map((size) => follow(organizationId, size, () => isWriting))
  await writing
  isWriting = false
  const [events = [], others = []] = await Promise.all(reading)

  assert.deepEqual(subjectsOf(events).toSorted(), committed.flat().toSorted())
  assert.deepEqual(positionsOf(events), oneTo(events.length))
  assert.deepEqual(others, events)
  for (const subjects of committed) {
    assert.deepEqual(
      subjectsOf(events).filter((each) => subjects.includes(each)),
      subjects,
    )
  }
})

test('what is committed late gets a late position', async () => {
  const organizationId = newId()
  const { promise: isRead, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: isWritten, resolve: written } = Promise.withResolvers<void>()
  const late = transact(db, async (trx) => {
    await record(trx, authorOf(organizationId), 'thing.happened', { id: 'late' })
    written()
    await isRead
  })
  await isWritten
  await happen(organizationId, ['early'])
  assert.deepEqual(subjectsOf(await readEvents(db, organizationId, 0, 10)), ['early'])
  goOn()
  await late
  assert.deepEqual(subjectsOf(await readEvents(db, organizationId, 1, 10)), ['late'])
  assert.deepEqual(subjectsOf(await readEvents(db, organizationId, 0, 10)), ['early', 'late'])
})

test('readers that give positions at the same time give each once', async () => {
  const organizationId = newId()
  const subjects = Array.from({ length: 200 }, (_, index) => `subject ${index}`)
  await Promise.all(subjects.map((subject) => happen(organizationId, [subject])))
  await Promise.all(Array.from({ length: 10 }, () => placeEvents(db, organizationId)))
  const events = await readEvents(db, organizationId, 0, 1000)
  assert.deepEqual(positionsOf(events), oneTo(200))
  assert.deepEqual(subjectsOf(events).toSorted(), subjects.toSorted())
})

test('a backlog larger than one reading places is read to its end', async () => {
  const organizationId = newId()
  await sql`
    insert into events (organization_id, id, type, actor_type, subject_id, data, created_at)
    select ${organizationId}, lpad(to_hex(number), 24, '0'), 'thing.happened', 'system', number::text, '{}', ${new Date()}
    from generate_series(1, 10500) as number
  `.execute(db)
  const events = await follow(organizationId, 3000, () => false)
  assert.deepEqual(positionsOf(events), oneTo(10_500))
})

test('an event of a transaction that was rolled back never appears, and leaves no gap', async () => {
  const organizationId = newId()
  await happen(organizationId, ['before'])
  await assert.rejects(
    transact(db, async (trx) => {
      await record(trx, authorOf(organizationId), 'thing.happened', { id: 'never' })
      throw new Error('no')
    }),
  )
  await readEvents(db, organizationId, 0, 10)
  await happen(organizationId, ['afterwards'])
  const events = await readEvents(db, organizationId, 0, 10)
  assert.deepEqual(subjectsOf(events), ['before', 'afterwards'])
  assert.deepEqual(positionsOf(events), [1, 2])
})

test('an event says who did what to which thing, and what the thing was like then', async () => {
  const organizationId = newId()
  const author = { organizationId, type: 'user', id: newId() }
  const thing = { id: newId(), name: 'Grüße', at: new Date('2026-03-04T05:06:07.890Z') }
  await transact(db, (trx) => record(trx, author, 'thing.happened', thing))
  const [event] = await readEvents(db, organizationId, 0, 10)
  const { id: _id, createdAt: _createdAt, ...rest } = event!
  assert.deepEqual(rest, {
    organizationId,
    position: 1,
    type: 'thing.happened',
    actorType: 'user',
    actorId: author.id,
    subjectId: thing.id,
    data: { ...thing, at: '2026-03-04T05:06:07.890Z' },
    isImported: false,
  })
})

test('nothing recorded is no event', async () => {
  const organizationId = newId()
  await transact(db, (trx) => record(trx, authorOf(organizationId), 'thing.happened', []))
  assert.deepEqual(await readEvents(db, organizationId, 0, 10), [])
})

test('organizations have logs of their own', async () => {
  const [one, other] = [newId(), newId()]
  await happen(one, ['a', 'b'])
  await happen(other, ['c'])
  assert.deepEqual(positionsOf(await readEvents(db, one, 0, 10)), [1, 2])
  assert.deepEqual(positionsOf(await readEvents(db, other, 0, 10)), [1])
  assert.deepEqual(subjectsOf(await readEvents(db, other, 0, 10)), ['c'])
})

test('a reader may ask for some types only, and positions stay those of the whole log', async () => {
  const organizationId = newId()
  for (const type of ['one.happened', 'other.happened', 'one.happened', 'third.happened']) {
    await happen(organizationId, [type], type)
  }
  const types = ['one.happened', 'third.happened']
  assert.deepEqual(positionsOf(await readEvents(db, organizationId, 0, 10, types)), [1, 3, 4])
  assert.deepEqual(positionsOf(await readEvents(db, organizationId, 1, 1, types)), [3])
  assert.deepEqual(await readEvents(db, organizationId, 0, 10, ['never.happened']), [])
})

test('whose cursor stands before what was pruned is told so, and others go on', async () => {
  const organizationId = newId()
  await happen(organizationId, ['a', 'b', 'c'])
  await setTimeout(5)
  const between = new Date()
  await setTimeout(5)
  await happen(organizationId, ['d', 'e'])
  await pruneEvents(db, organizationId, between)

  const expired = { statusCode: 410, code: 'cursor_expired' }
  for (const cursor of [1, 2]) await assert.rejects(readEvents(db, organizationId, cursor, 10), expired)
  for (const cursor of [0, 3])
    assert.deepEqual(subjectsOf(await readEvents(db, organizationId, cursor, 10)), ['d', 'e'])
  assert.deepEqual(positionsOf(await readEvents(db, organizationId, 4, 10)), [5])
})

test('positions go on after everything was pruned, and pruning again changes nothing', async () => {
  const [organizationId, other] = [newId(), newId()]
  await happen(organizationId, ['a', 'b'])
  await happen(other, ['c'])
  const later = new Date(Date.now() + 1000)
  await pruneEvents(db, organizationId, later)
  await pruneEvents(db, organizationId, new Date(0))
  await pruneEvents(db, organizationId, later)
  assert.deepEqual(await readEvents(db, organizationId, 2, 10), [])
  await happen(organizationId, ['d'])
  assert.deepEqual(positionsOf(await readEvents(db, organizationId, 2, 10)), [3])
  assert.deepEqual(subjectsOf(await readEvents(db, other, 0, 10)), ['c'])
})

/** Transactions of random length and size, one after another; one in six is rolled back. */
async function write(organizationId: string, transactions: number, committed: string[][]): Promise<void> {
  for (let count = 0; count < transactions; count++) {
    const subjects = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => newId())
    const work = transact(db, async (trx) => {
      for (const id of subjects) {
        await record(trx, authorOf(organizationId), 'thing.happened', { id })
        await setTimeout(Math.random() * 15)
      }
      if (Math.random() < 1 / 6) throw new Error('rolled back')
    })
    await work.then(
      () => committed.push(subjects),
      () => undefined,
    )
  }
}

async function follow(organizationId: string, size: number, isWriting: () => boolean): Promise<Event[]> {
  const events: Event[] = []
  for (;;) {
    const isLastLook = !isWriting()
    const found = await readEvents(db, organizationId, events.at(-1)?.position ?? 0, size)
    events.push(...found)
    if (isLastLook && found.length === 0) return events
    if (found.length === 0) await setTimeout(2)
  }
}

async function happen(organizationId: string, subjects: string[], type = 'thing.happened'): Promise<void> {
  const things = subjects.map((id) => ({ id }))
  await transact(db, (trx) => record(trx, authorOf(organizationId), type, things))
}

function authorOf(organizationId: string) {
  return { organizationId, type: 'system', id: null }
}

function subjectsOf(events: Event[]): string[] {
  return events.map((event) => event.subjectId)
}

function positionsOf(events: Event[]): number[] {
  return events.map((event) => event.position)
}

function oneTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1)
}
