import { sql } from 'kysely'

import { findConversation } from '../conversations/conversations.ts'
import type { Conversation } from '../conversations/row.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'

/** Where the contact was spoken with last, on a channel through which something can still leave. */
export async function latestConversationOf(
  trx: Trx,
  actor: Actor,
  contactId: string,
): Promise<Conversation | undefined> {
  const found = await sql<{ id: string }>`
    select v.id from conversations v
    join channels c on c.organization_id = ${actor.organizationId} and c.id = v.channel_id
    where v.organization_id = ${actor.organizationId} and v.contact_id = ${contactId}
      and c.deleted_at is null and c.disabled_at is null
    order by coalesce(v.last_message_time, v.created_at) desc limit 1
  `.execute(trx)
  const id = found.rows[0]?.id
  return id === undefined ? undefined : findConversation(trx, systemActor(actor.organizationId), id)
}
