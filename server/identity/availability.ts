import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Actor } from './actor.ts'

export interface Availability {
  isAvailable: boolean
  /** Null for who never said. */
  lastStatusChange: Date | null
}

export async function readAvailability(db: Database, actor: Actor): Promise<Availability> {
  const found = await db
    .selectFrom('chatAvailability')
    .select(['availableSince', 'changedAt'])
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .executeTakeFirst()
  return { isAvailable: Boolean(found?.availableSince), lastStatusChange: found?.changedAt ?? null }
}

/** Whether the actor may be given conversations; saying the same again changes nothing, not even since when. */
export function setAvailability(db: Database, actor: Actor, isAvailable: boolean): Promise<Availability> {
  return transact(db, async (trx) => {
    const { organizationId, userId } = actor
    if (userId === null) {
      throw new Refusal(409, 'not_a_member', 'Only a user of this organization can be available for its conversations.')
    }
    const changedAt = new Date()
    const availableSince = isAvailable ? changedAt : null
    const changed = await sql<{ userId: string }>`
      insert into chat_availability (organization_id, user_id, available_since, changed_at)
      values (${organizationId}, ${userId}, ${availableSince}, ${changedAt})
      on conflict (organization_id, user_id) do update
      set available_since = excluded.available_since, changed_at = excluded.changed_at
      where (chat_availability.available_since is null) <> (excluded.available_since is null)
      returning user_id
    `.execute(trx)
    const availability = await readAvailability(trx, actor)
    if (changed.rows.length > 0) {
      await record(trx, actor, 'user.availabilityChanged', { id: userId, ...availability })
    }
    return availability
  })
}

/** Whether one of these users is available. */
export async function availableAmong(db: Database, organizationId: string, userIds: string[]): Promise<boolean> {
  if (userIds.length === 0) return false
  const found = await sql<{ userId: string }>`
    select a.user_id from chat_availability a
    join users u on u.organization_id = ${organizationId} and u.id = a.user_id
    where a.organization_id = ${organizationId} and a.user_id = any(${userIds})
      and a.available_since is not null and u.disabled_at is null and u.deleted_at is null
    limit 1
  `.execute(db)
  return found.rows.length > 0
}
