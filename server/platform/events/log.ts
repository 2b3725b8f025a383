import { sql } from 'kysely'

import { transact } from '../database.ts'
import type { Database } from '../database.ts'
import { Refusal } from '../errors.ts'

export interface Event {
  id: string
  organizationId: string
  position: number
  type: string
  actorType: string
  actorId: string | null
  subjectId: string
  data: Record<string, unknown>
  createdAt: Date
  /** It happened on another server, from which the organization was taken along. */
  isImported: boolean
}

/**
 * The events of an organization after a position, in order. Positions are given here, to what has been committed and by
 * one reader at a time; so what commits late comes after all that was read before, and no reader ever misses it.
 */
export async function readEvents(
  db: Database,
  organizationId: string,
  after: number,
  limit: number,
  types: string[] = [],
): Promise<Event[]> {
  await placeEvents(db, organizationId)
  if (after > 0) await refusePruned(db, organizationId, after)
  return readPlaced(db, organizationId, after, limit, types)
}

export async function readPlaced(
  db: Database,
  organizationId: string,
  after: number,
  limit: number,
  types: string[] = [],
): Promise<Event[]> {
  let query = db
    .selectFrom('events')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
  if (types.length > 0) query = query.where('type', '=', sql<string>`any(${types})`)
  return (await query.execute()) as Event[]
}

/** The newest position that has been given; all before it can be read. */
export async function lastPosition(db: Database, organizationId: string): Promise<number> {
  const row = await db
    .selectFrom('eventPositions')
    .select('lastPosition')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  return row?.lastPosition ?? 0
}

/** Where the log ends now, with all that has been committed in it. */
export async function newestPosition(db: Database, organizationId: string): Promise<number> {
  await placeEvents(db, organizationId)
  return lastPosition(db, organizationId)
}

/** Refuses a cursor that stands before what was pruned, or where the log has never been: from there something would be missing. */
export async function refuseCursor(db: Database, organizationId: string, after: number): Promise<void> {
  if (after > 0) await refusePruned(db, organizationId, after)
  if (after > (await newestPosition(db, organizationId)))
    throw cursorExpired('The log has not come as far as this cursor')
}

interface Turns {
  running: Map<string, Promise<void>>
  next: Map<string, Promise<void>>
}

const turnsOf = new WeakMap<Database, Turns>()

/**
 * Gives positions to what has none yet; never inside a longer transaction, which would hold up every other reader. All who ask
 * while one is under way share the next, which sees what was committed when they asked: every subscriber asks at once.
 */
export function placeEvents(db: Database, organizationId: string): Promise<void> {
  const { running, next } = turnsOf.get(db) ?? { running: new Map(), next: new Map() }
  turnsOf.set(db, { running, next })
  const shared = next.get(organizationId)
  if (shared) return shared
  const current = running.get(organizationId)
  const turn = async () => {
    await current?.catch(() => undefined)
    next.delete(organizationId)
    const placing = placeNow(db, organizationId)
    running.set(organizationId, placing)
    await placing.finally(() => {
      if (running.get(organizationId) === placing) running.delete(organizationId)
    })
  }
  const mine = turn()
  if (current) next.set(organizationId, mine)
  return mine
}

async function placeNow(db: Database, organizationId: string): Promise<void> {
  const unplaced = await db
    .selectFrom('events')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('position', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!unplaced) return

  await transact(db, async (trx) => {
    await sql`
      insert into event_positions (organization_id, last_position) values (${organizationId}, 0)
      on conflict (organization_id) do nothing
    `.execute(trx)
    const locked = await sql<{ lastPosition: number }>`
      select last_position from event_positions where organization_id = ${organizationId} for update
    `.execute(trx)
    const last = locked.rows[0]?.lastPosition ?? 0
    // The rows are chosen after the lock is held, in a statement of its own, and so with a snapshot of its own:
    // whatever the reader before us placed is seen as placed.
    const placed = await sql`
      with unplaced as materialized (
        select id, ${last}::bigint + row_number() over (order by id) as position
        from events where organization_id = ${organizationId} and position is null
        order by id limit 10000
      )
      update events set position = unplaced.position
      from unplaced
      where events.organization_id = ${organizationId} and events.id = unplaced.id
    `.execute(trx)
    await sql`
      update event_positions set last_position = ${last + Number(placed.numAffectedRows ?? 0)}
      where organization_id = ${organizationId}
    `.execute(trx)
  })
}

async function refusePruned(db: Database, organizationId: string, after: number): Promise<void> {
  const row = await db
    .selectFrom('eventPositions')
    .select('prunedPosition')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  if (!row || after >= row.prunedPosition) return
  throw cursorExpired('The events after this cursor are no longer kept')
}

function cursorExpired(reason: string): Refusal {
  return new Refusal(410, 'cursor_expired', `${reason}: start over without one.`)
}

/** Forgets events older than the retention; a cursor before them is told to start over. */
export async function pruneEvents(db: Database, organizationId: string, olderThan: Date): Promise<void> {
  await placeEvents(db, organizationId)
  await transact(db, async (trx) => {
    const oldest = await sql<{ position: number | null }>`
      select max(position) as position from events
      where organization_id = ${organizationId} and created_at < ${olderThan}
    `.execute(trx)
    const pruned = oldest.rows[0]?.position
    if (!pruned) return
    await trx
      .deleteFrom('events')
      .where('organizationId', '=', organizationId)
      .where('position', '<=', pruned)
      .execute()
    await trx
      .updateTable('eventPositions')
      .set({ prunedPosition: pruned })
      .where('organizationId', '=', organizationId)
      .where('prunedPosition', '<', pruned)
      .execute()
  })
}
