import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { activityBy } from '../contacts/activity.ts'
import type { Trx } from '../platform/database.ts'

interface Said {
  id: string
  conversationId: string
  contactId: string
  /** The contact's own, where it is from now on. */
  address: string
  channelType: string
  content: string
  createdAt: Date
  /** Whom it is from, of ours. */
  sentById: string | null
}

interface Kind {
  direction: 'inbound' | 'outbound'
  isQuiet?: boolean
}

/**
 * Keeps what lists show of the threads and of their contacts, in the transaction that adds the messages: one to each thread,
 * all of which it holds. Of two at the same moment the one that the thread shows last is the latest, whichever is written
 * down first. What `isQuiet` calls for nobody's attention. Answers the threads; those whose contact has opted out are not
 * among them if the messages are to go out, and nothing is noted there.
 */
export async function noteMessages(
  trx: Trx,
  organizationId: string,
  { direction, isQuiet = false }: Kind,
  messages: Said[],
): Promise<Set<string>> {
  if (messages.length === 0) return new Set()
  const noted = await sql<{ conversationId: string }>`
    with said as materialized (
      select * from unnest(
        ${messages.map((message) => message.conversationId)}::text[],
        ${messages.map((message) => message.contactId)}::text[],
        ${messages.map((message) => message.id)}::text[],
        ${messages.map((message) => message.address)}::text[],
        ${messages.map((message) => message.channelType)}::text[],
        ${messages.map((message) => message.content)}::text[],
        ${messages.map((message) => message.createdAt)}::timestamptz[],
        ${messages.map((message) => message.sentById)}::text[]
      ) as said (conversation_id, contact_id, id, address, channel_type, content, at, author_id)
    ), threads as (
      update conversations set
        latest_message = case when latest_message_id > said.id then latest_message else said.content end,
        last_direction = case when latest_message_id > said.id then last_direction else ${direction} end,
        latest_message_id = greatest(latest_message_id, said.id),
        last_message_time = greatest(last_message_time, said.at),
        message_count = message_count + 1, channel_identifier = said.address, updated_at = said.at
        ${attention(direction, isQuiet)}
      from said
      where conversations.organization_id = ${organizationId} and conversations.id = said.conversation_id
        and ${direction === 'inbound' ? sql`true` : isWelcome(organizationId)}
      returning conversations.id
    )
    update contacts set ${activityBy({ direction, isQuiet })}
    from said join threads on threads.id = said.conversation_id
    where contacts.organization_id = ${organizationId} and contacts.id = said.contact_id
    returning said.conversation_id
  `.execute(trx)
  return new Set(noted.rows.map((row) => row.conversationId))
}

function attention(direction: Kind['direction'], isQuiet: boolean): RawBuilder<unknown> {
  if (direction === 'outbound') return sql`, waiting_since = null`
  return isQuiet ? sql`` : waiting
}

/** Whoever writes again goes on waiting since the first time; once it was resolved, they wait anew. */
const waiting = sql`, unread_count = unread_count + 1, last_inbound_at = said.at, inbound_count = inbound_count + 1,
        waiting_since = case when waiting_since is null or resolved_at is not null then said.at else waiting_since end`

function isWelcome(organizationId: string): RawBuilder<boolean> {
  return sql`not exists (
    select from opt_outs p where p.organization_id = ${organizationId}
      and p.channel_type = said.channel_type and p.address = said.address
  )`
}
