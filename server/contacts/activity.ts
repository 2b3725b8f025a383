import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { Refusal } from '../platform/errors.ts'

interface Kind {
  direction: 'inbound' | 'outbound'
  /** What a blocked contact writes is counted, and moves it in no list. */
  isQuiet: boolean
}

/**
 * What a message changes of its contact: what lists show of it, such as when it was last active and through which channel
 * types. `said` is the message in the statement that this stands in.
 */
export function activityBy({ direction, isQuiet }: Kind): RawBuilder<unknown> {
  const counted = sql`message_count = contacts.message_count + 1`
  if (isQuiet) return counted
  return sql`${counted},
    latest_message_id = greatest(contacts.latest_message_id, said.id),
    last_message_time = greatest(contacts.last_message_time, said.at),
    last_activity_at = greatest(contacts.last_activity_at, said.at),
    channel_types = case when said.channel_type = any(contacts.channel_types) then contacts.channel_types
      else array_append(contacts.channel_types, said.channel_type) end,
    ${direction === 'inbound' ? heard : written}`
}

const heard = sql`last_inbound_at = greatest(contacts.last_inbound_at, said.at)`
const written = sql`owner_wrote_at = case when contacts.user_id = said.author_id
      then greatest(contacts.owner_wrote_at, said.at) else contacts.owner_wrote_at end`

export function contactBlocked(): Refusal {
  return new Refusal(409, 'contact_blocked', 'This contact is blocked: unblock it to write to it.')
}
