import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Trx } from '../platform/database.ts'

/**
 * Keeps what lists show of the thread, in the transaction that adds the message. Of two at the same moment the one that the
 * thread shows last is the latest, whichever is written down first. What `isQuiet` calls for nobody's attention. Answers false,
 * and notes nothing, if the message is to go where the contact has opted out.
 */
export async function noteMessage(
  trx: Trx,
  organizationId: string,
  conversationId: string,
  message: { id: string; content: string; direction: 'inbound' | 'outbound'; at: Date; isQuiet?: boolean },
): Promise<boolean> {
  const isInbound = message.direction === 'inbound'
  const isHeard = isInbound && !message.isQuiet
  const noted = await sql`
    update conversations set
      latest_message = case when latest_message_id > ${message.id} then latest_message else ${message.content} end,
      last_direction = case when latest_message_id > ${message.id} then last_direction else ${message.direction} end,
      latest_message_id = greatest(latest_message_id, ${message.id}),
      last_message_time = greatest(last_message_time, ${message.at}),
      message_count = message_count + 1, updated_at = ${message.at},
      unread_count = unread_count + ${isHeard ? 1 : 0}::integer
      ${isHeard ? waiting(message.at) : sql``} ${isInbound ? sql`` : sql`, waiting_since = null`}
    where organization_id = ${organizationId} and id = ${conversationId}
      ${isInbound ? sql`` : sql`and ${isWelcome(organizationId)}`}
  `.execute(trx)
  return Number(noted.numAffectedRows) > 0
}

/** Whoever writes again goes on waiting since the first time; once it was resolved, they wait anew. */
function waiting(at: Date): RawBuilder<unknown> {
  return sql`, last_inbound_at = ${at}, inbound_count = inbound_count + 1,
      waiting_since = case when waiting_since is null or resolved_at is not null then ${at} else waiting_since end`
}

function isWelcome(organizationId: string): RawBuilder<boolean> {
  return sql`not exists (
    select from opt_outs p where p.organization_id = ${organizationId}
      and p.channel_type = conversations.channel_type and p.address = conversations.channel_identifier
  )`
}
