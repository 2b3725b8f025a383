import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'

/** A contact as whoever writes to it needs it. */
export interface Correspondent {
  id: string
  phoneNumber: string | null
  userId: string
  assignees: string[]
  blockedAt: Date | null
}

/**
 * Holds the contacts until the transaction ends, in the order of their ids, so that two who hold many never wait for each
 * other. Those that are gone are left out.
 */
export async function holdCorrespondents(
  trx: Trx,
  organizationId: string,
  ids: string[],
): Promise<Map<string, Correspondent>> {
  const held = await sql<Correspondent>`
    select contacts.id, contacts.phone_number, contacts.user_id, contacts.blocked_at, array(
      select a.user_id from contact_assignees a
      where a.organization_id = ${organizationId} and a.contact_id = contacts.id
    ) as assignees
    from contacts where contacts.organization_id = ${organizationId} and contacts.id = any(${ids})
    order by contacts.id for no key update of contacts
  `.execute(trx)
  return new Map(held.rows.map((contact) => [contact.id, contact]))
}

interface Activity {
  contactId: string
  id: string
  channelType: string
  createdAt: Date
  /** Whom the message is from, of ours. */
  sentById: string | null
}

/** Keeps what lists show of the contacts who were written to: one message to each. */
export async function noteActivities(trx: Trx, organizationId: string, messages: Activity[]): Promise<void> {
  await sql`
    update contacts set
      latest_message_id = said.id, last_message_time = said.at, last_activity_at = said.at,
      message_count = message_count + 1,
      owner_wrote_at = case when user_id = said.author_id then said.at else owner_wrote_at end,
      channel_types = case when said.channel_type = any(channel_types) then channel_types
        else array_append(channel_types, said.channel_type) end
    from unnest(
      ${messages.map((message) => message.contactId)}::text[],
      ${messages.map((message) => message.id)}::text[],
      ${messages.map((message) => message.channelType)}::text[],
      ${messages.map((message) => message.createdAt)}::timestamptz[],
      ${messages.map((message) => message.sentById)}::text[]
    ) as said (contact_id, id, channel_type, at, author_id)
    where contacts.organization_id = ${organizationId} and contacts.id = said.contact_id
  `.execute(trx)
}
