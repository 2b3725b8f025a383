import type { Selectable } from 'kysely'

import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { Notifications } from '../platform/schema.ts'
import { systemActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { whoWants } from './notification-preferences.ts'

export type Notification = Selectable<Notifications>

export interface News {
  /** What kind of news, as a noun: `mention`, `reminder`. */
  type: string
  /** A sentence for the person who reads it. */
  text: string
  /** What it leads to. */
  subjectType: 'contact' | 'conversation' | 'message' | 'import' | 'webhook'
  subjectId: string
}

/**
 * Tells users of something, in the transaction that made it true: each of them once, and nobody who
 * is deleted or switched news of the kind off.
 */
export async function notify(trx: Trx, organizationId: string, userIds: string[], news: News): Promise<void> {
  const createdAt = new Date()
  const wanting = await whoWants(trx, organizationId, [...new Set(userIds)], news.type)
  const rows = wanting.map((userId) => ({
    organizationId,
    id: newId(createdAt),
    userId,
    ...news,
    text: news.text.slice(0, 1000),
    createdAt,
  }))
  if (rows.length === 0) return
  const told = await trx
    .insertInto('notifications')
    .values(rows)
    .returningAll()
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'notifications_user_id_fkey') ? notFound('user') : error
    })
  await record(trx, systemActor(organizationId), 'notification.added', told)
}

export interface NotificationQuery {
  size: number
  cursor?: string
  unseenOnly?: boolean
}

/** The actor's own, the newest first. */
export async function listNotifications(
  db: Database,
  actor: Actor,
  { size, cursor, unseenOnly }: NotificationQuery,
): Promise<{ notifications: Notification[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('notifications')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .orderBy('id', 'desc')
    .limit(size)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  if (unseenOnly) query = query.where('seenAt', 'is', null)
  const notifications = await query.execute()
  const last = notifications.length === size ? notifications.at(-1) : undefined
  return { notifications, nextCursor: last ? writeCursor([last.id]) : null }
}

/** All that there are by now. */
export function seeNotifications(db: Database, actor: Actor): Promise<number> {
  return transact(db, async (trx) => {
    const seen = await trx
      .updateTable('notifications')
      .set({ seenAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('userId', '=', actor.userId ?? '')
      .where('seenAt', 'is', null)
      .returningAll()
      .execute()
    await record(trx, actor, 'notification.seen', seen)
    return seen.length
  })
}

export function deleteNotification(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const deleted = await trx
      .deleteFrom('notifications')
      .where('organizationId', '=', actor.organizationId)
      .where('userId', '=', actor.userId ?? '')
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!deleted) throw notFound('notification')
    await record(trx, actor, 'notification.deleted', deleted)
  })
}
