import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import { heirOf } from '../identity/membership.ts'
import { notify } from '../identity/notifications.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { Reminder } from './reminders.ts'

const pieceSize = 100
const mostPieces = 50

/** Fires what is due by now, also what came due while nobody looked. What a call leaves over, the next one takes. */
export async function fireReminders(db: Database, now = new Date()): Promise<void> {
  const due = await sql<{ organizationId: string }>`
    select organization_id, count(*) from reminders
    where fired_at is null and reminder_date <= ${now} group by organization_id
  `.execute(db)
  for (const { organizationId } of due.rows) {
    for (let piece = 0; piece < mostPieces; piece++) {
      if ((await firePiece(db, organizationId, now)) < pieceSize) break
    }
  }
}

/** Who fires one holds its row: another worker passes it by, and afterwards finds it fired. */
function firePiece(db: Database, organizationId: string, now: Date): Promise<number> {
  return transact(db, async (trx) => {
    const due = await sql<{ id: string }>`
      select id from reminders
      where organization_id = ${organizationId} and fired_at is null and reminder_date <= ${now}
      order by reminder_date, id limit ${pieceSize} for update skip locked
    `.execute(trx)
    const ids = due.rows.map(({ id }) => id)
    const fired = await sql<Reminder>`
      update reminders set fired_at = ${now}, updated_at = ${now}
      where organization_id = ${organizationId} and id = any(${ids}) returning *
    `.execute(trx)
    for (const reminder of fired.rows) {
      const { createdById, contactId, contactName, note } = reminder
      const text = contactName ? `Reminder about ${contactName}: ${note}` : `Reminder: ${note}`
      // Who made it may have been deleted a moment ago.
      await notify(trx, organizationId, [await heirOf(trx, organizationId, createdById)], {
        type: 'reminder',
        text,
        subjectType: 'contact',
        subjectId: contactId,
      })
    }
    await record(trx, systemActor(organizationId), 'reminder.fired', fired.rows)
    return fired.rows.length
  })
}
