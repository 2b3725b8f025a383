import { sql } from 'kysely'

import { keepDeleted } from '../subjects.ts'
import type { Step } from './step.ts'

const pieceSize = 5000

/** Those that lead to the contact, a conversation or a message of it, and so may quote it. */
export const notificationsStep: Step = {
  async piece(trx, work) {
    const { organizationId, after, traces } = work
    const subjects = [...traces.contactIds, ...traces.conversationIds]
    const end = await sql<{ id: string }>`
      select id from notifications where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    const deleted = await sql<{ id: string }>`
      delete from notifications
      where organization_id = ${organizationId} and id > ${after} and ${last ? sql`id <= ${last}` : sql`true`}
        and (
          subject_id = any(${subjects})
          or subject_type = 'message' and exists (
            select from messages m where m.organization_id = ${organizationId} and m.id = notifications.subject_id
              and m.conversation_id = any(${traces.conversationIds})
          )
        )
      returning id
    `.execute(trx)
    // The log tells of each that was added, with its words.
    await keepDeleted(
      trx,
      work,
      deleted.rows.map(({ id }) => id),
    )
    return last
  },
}
