import { isDeepStrictEqual } from 'node:util'

import { sql } from 'kysely'

import { requireUser } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { listViews } from './views.ts'

/** What stands beside the tabs of the actor, in their order: saved views, and of those that everybody has. */
export interface Pins {
  viewIds: string[]
  standing: string[]
}

/** Those that are there for the actor: what was deleted, or is no longer shared, is not. */
export async function findPins(db: Database, actor: Actor, views: ReadonlyArray<{ id: string }>): Promise<Pins> {
  const found = await sql<Pins>`
    select view_ids, standing from conversation_view_pins
    where organization_id = ${actor.organizationId} and user_id = ${actor.userId}
  `.execute(db)
  const { viewIds, standing } = found.rows[0] ?? { viewIds: [], standing: [] }
  const there = new Set(views.map(({ id }) => id))
  return { viewIds: viewIds.filter((id) => there.has(id)), standing }
}

/** Puts these in the place of what was pinned before. */
export function pinViews(db: Database, actor: Actor, { viewIds, standing }: Pins): Promise<Pins> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    const userId = requireUser(actor)
    const views = await listViews(trx, actor)
    if (viewIds.some((wanted) => !views.some(({ id }) => id === wanted))) throw notFound('view')
    const before = await findPins(trx, actor, views)
    const pins = { viewIds, standing }
    if (isDeepStrictEqual(before, pins)) return pins
    await trx
      .insertInto('conversationViewPins')
      .values({ organizationId, userId, ...pins, updatedAt: new Date() })
      .onConflict((conflict) =>
        conflict.columns(['organizationId', 'userId']).doUpdateSet({ ...pins, updatedAt: new Date() }),
      )
      .execute()
    await record(trx, actor, 'viewPins.updated', { id: userId, ...pins })
    return pins
  })
}
