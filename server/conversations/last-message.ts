import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'

/** Keeps what lists show of the thread, in the transaction that adds the message. */
export async function noteMessage(
  trx: Trx,
  organizationId: string,
  conversationId: string,
  message: { id: string; content: string; direction: 'inbound' | 'outbound'; at: Date },
): Promise<void> {
  const isInbound = message.direction === 'inbound'
  await sql`
    update conversations set
      latest_message = ${message.content}, latest_message_id = ${message.id}, last_message_time = ${message.at},
      message_count = message_count + 1, updated_at = ${message.at},
      unread_count = unread_count + ${isInbound ? 1 : 0}::integer
      ${isInbound ? sql`, last_inbound_at = ${message.at}` : sql``}
    where organization_id = ${organizationId} and id = ${conversationId}
  `.execute(trx)
}
