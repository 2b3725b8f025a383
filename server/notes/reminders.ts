import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { requireUser } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readTimeCursor, writeCursor } from '../platform/pagination.ts'
import type { Reminders } from '../platform/schema.ts'
import { findContact } from '../contacts/contacts.ts'

export type Reminder = Selectable<Reminders>

export interface NewReminder {
  contactId: string
  note: string
  reminderDate: Date
  channelType: string
  phoneNumber?: string
  contactName?: string
}

/** For the actor alone, at a time to come. */
export function remind(db: Database, actor: Actor, fields: NewReminder): Promise<Reminder> {
  const createdById = requireUser(actor)
  const now = new Date()
  if (fields.reminderDate <= now) throw invalid('reminderDate', 'it must be in the future.')
  return transact(db, async (trx) => {
    const contact = await findContact(trx, actor, fields.contactId)
    const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ')
    const reminder = await trx
      .insertInto('reminders')
      .values({
        ...fields,
        organizationId: actor.organizationId,
        id: newId(now),
        createdById,
        phoneNumber: fields.phoneNumber ?? contact.phoneNumber,
        contactName: fields.contactName ?? (name || null),
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(trx, actor, 'reminder.created', reminder)
    return reminder
  })
}

/** The actor's own that are still to come, the next first; of these contacts, where any are named. */
export async function listReminders(
  db: Database,
  actor: Actor,
  { contactIds, size, cursor }: { contactIds: string[]; size: number; cursor?: string },
): Promise<{ reminders: Reminder[]; nextCursor: string | null }> {
  await refuseUnseen(db, actor, contactIds)
  const { organizationId, userId } = actor
  const conditions = [sql`organization_id = ${organizationId}`, sql`created_by_id = ${userId}`, sql`fired_at is null`]
  if (contactIds.length > 0) conditions.push(sql`contact_id = any(${contactIds})`)
  if (cursor) {
    const { at, id } = readTimeCursor(cursor)
    conditions.push(sql`(reminder_date, id) > (${at}, ${id})`)
  }
  const found = await sql<Reminder>`
    select * from reminders where ${sql.join(conditions, sql` and `)} order by reminder_date, id limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { reminders: found.rows, nextCursor: last ? writeCursor([last.reminderDate, last.id]) : null }
}

async function refuseUnseen(db: Database, actor: Actor, contactIds: string[]): Promise<void> {
  const seen = await sql`
    select contacts.id from contacts
    where contacts.organization_id = ${actor.organizationId} and contacts.id = any(${contactIds})
      and ${visibleTo(actor, ownedContacts) ?? sql`true`}
  `.execute(db)
  if (seen.rows.length < new Set(contactIds).size) throw notFound('contact')
}

/** Completes it. Another's does not exist. */
export function deleteReminder(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const deleted = await trx
      .deleteFrom('reminders')
      .where('organizationId', '=', actor.organizationId)
      .where('createdById', '=', actor.userId ?? '')
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!deleted) throw notFound('reminder')
    await record(trx, actor, 'reminder.deleted', deleted)
  })
}
