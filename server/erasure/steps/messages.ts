import { sql } from 'kysely'

import { keepDeleted } from '../subjects.ts'
import type { Step } from './step.ts'

const pieceSize = 2000

/** With what hangs on them: attachments, attempts, what was told of their delivery. The conversations go with the last. */
export const messagesStep: Step = {
  async piece(trx, work) {
    const { organizationId, traces } = work
    const { conversationIds } = traces
    // Before their messages, as whoever brings the outcome of one holds them.
    await sql`
      select id from conversations where organization_id = ${organizationId} and id = any(${conversationIds})
      order by id for update
    `.execute(trx)
    const deleted = await sql<Deleted>`
      delete from messages where organization_id = ${organizationId} and id = any(array(
        select m.id from messages m
        where m.organization_id = ${organizationId} and m.conversation_id = any(${conversationIds}) limit ${pieceSize}
      ))
      returning id, conversation_id
    `.execute(trx)
    const { parted = [] } = traces
    // Any of them may have been the latest of a conversation that is another contact's by now.
    const named = parted.length > 0 ? deleted.rows.map(({ id }) => id) : movedAmong(deleted.rows)
    await keepDeleted(trx, work, named)
    if (deleted.rows.length === pieceSize) return 'more'
    await sql`
      delete from conversations where organization_id = ${organizationId} and id = any(${conversationIds})
    `.execute(trx)
    return undefined
  },
}

interface Deleted {
  id: string
  conversationId: string
}

/** Ids are in the order of time: what is older than its conversation was said in another, and the log knows it as that one's. */
function movedAmong(messages: Deleted[]): string[] {
  return messages.filter(({ id, conversationId }) => id < conversationId).map(({ id }) => id)
}
