import { sql } from 'kysely'

import type { Step } from './step.ts'

const pieceSize = 2000

/** With what hangs on them: attachments, attempts, what was told of their delivery. The conversations go with the last. */
export const messagesStep: Step = {
  async piece(trx, { organizationId, traces: { conversationIds } }) {
    const deleted = await sql`
      delete from messages where organization_id = ${organizationId} and id = any(array(
        select m.id from messages m
        where m.organization_id = ${organizationId} and m.conversation_id = any(${conversationIds}) limit ${pieceSize}
      ))
    `.execute(trx)
    if (Number(deleted.numAffectedRows ?? 0) === pieceSize) return 'more'
    await sql`
      delete from conversations where organization_id = ${organizationId} and id = any(${conversationIds})
    `.execute(trx)
    return undefined
  },
}
