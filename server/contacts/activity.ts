import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'

/**
 * Keeps what lists show of a contact who wrote: when it was last active, and through which channel types. Answers false, and
 * moves it in no list, if the contact is blocked. Whoever blocks it at the same time is waited for.
 */
export async function noteActivity(
  trx: Trx,
  organizationId: string,
  contactId: string,
  { id, channelType, at }: { id: string; channelType: string; at: Date },
): Promise<boolean> {
  const noted = await sql`
    update contacts set
      latest_message_id = ${id}, last_message_time = ${at}, last_activity_at = ${at}, last_inbound_at = ${at},
      message_count = message_count + 1,
      channel_types = case when ${channelType} = any(channel_types) then channel_types
        else array_append(channel_types, ${channelType}) end
    where organization_id = ${organizationId} and id = ${contactId} and blocked_at is null
  `.execute(trx)
  if (Number(noted.numAffectedRows) > 0) return true
  await countMessage(trx, organizationId, contactId)
  return false
}

async function countMessage(trx: Trx, organizationId: string, contactId: string): Promise<void> {
  await sql`
    update contacts set message_count = message_count + 1 where organization_id = ${organizationId} and id = ${contactId}
  `.execute(trx)
}

export function contactBlocked(): Refusal {
  return new Refusal(409, 'contact_blocked', 'This contact is blocked: unblock it to write to it.')
}
