import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'

interface Activity {
  id: string
  channelType: string
  direction: 'inbound' | 'outbound'
  at: Date
  /** Whom the message is from, of ours. */
  sentById?: string | null
}

/**
 * Keeps what lists show of the contact: when it was last active, through which channel types, who wrote last. Answers its
 * phone number as it is now; or undefined, and moves it in no list, if the contact is blocked. Whoever blocks it at the same
 * time is waited for.
 */
export async function noteActivity(
  trx: Trx,
  organizationId: string,
  contactId: string,
  { id, channelType, direction, at, sentById }: Activity,
): Promise<{ phoneNumber: string | null } | undefined> {
  const noted = await sql<{ phoneNumber: string | null }>`
    update contacts set
      latest_message_id = ${id}, last_message_time = ${at}, last_activity_at = ${at}, message_count = message_count + 1,
      owner_wrote_at = case when user_id = ${sentById ?? null} then ${at} else owner_wrote_at end,
      channel_types = case when ${channelType} = any(channel_types) then channel_types
        else array_append(channel_types, ${channelType}) end
      ${direction === 'inbound' ? sql`, last_inbound_at = ${at}` : sql``}
    where organization_id = ${organizationId} and id = ${contactId} and blocked_at is null
    returning phone_number
  `.execute(trx)
  if (noted.rows[0]) return noted.rows[0]
  if (direction === 'inbound') await countMessage(trx, organizationId, contactId)
  return undefined
}

async function countMessage(trx: Trx, organizationId: string, contactId: string): Promise<void> {
  await sql`
    update contacts set message_count = message_count + 1 where organization_id = ${organizationId} and id = ${contactId}
  `.execute(trx)
}

export function contactBlocked(): Refusal {
  return new Refusal(409, 'contact_blocked', 'This contact is blocked: unblock it to write to it.')
}
