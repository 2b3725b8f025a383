import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { activityBy } from '../contacts/activity.ts'
import { countThreads } from '../contacts/thread-counts.ts'
import type { Standing } from '../contacts/thread-counts.ts'
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
  /** Said some time before it is written down: what the contact wrote meanwhile is no answer to it, nor it to that. */
  isBelated?: boolean
  /** It has been said, elsewhere: nobody's wish keeps it from leaving. */
  isSaid?: boolean
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
  { direction, isQuiet = false, isBelated = false, isSaid = false }: Kind,
  messages: Said[],
): Promise<Set<string>> {
  if (messages.length === 0) return new Set()
  const noted = await sql<Noted>`
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
    ), before as materialized (
      select id, waiting_since as waited_since, inbound_count as heard_before, reader_ids as read_before from conversations
      where organization_id = ${organizationId} and id = any(${messages.map((message) => message.conversationId)}::text[])
      order by id for no key update
    ), threads as (
      update conversations set
        latest_message = case when latest_message_id > said.id then latest_message else said.content end,
        last_direction = case when latest_message_id > said.id then last_direction else ${direction} end,
        latest_message_id = greatest(latest_message_id, said.id),
        last_message_time = greatest(last_message_time, said.at),
        message_count = message_count + 1, channel_identifier = said.address, updated_at = said.at
        ${attention({ direction, isQuiet, isBelated })}
      from said
      join before on before.id = said.conversation_id
      where conversations.organization_id = ${organizationId} and conversations.id = said.conversation_id
        and ${direction === 'inbound' || isSaid ? sql`true` : isWelcome(organizationId)}
      returning conversations.id, conversations.channel_id, conversations.channel_type, conversations.user_id,
        conversations.assignee_ids, conversations.state, conversations.waiting_since, conversations.inbound_count,
        conversations.reader_ids, before.waited_since, before.heard_before, before.read_before
    )
    update contacts set ${activityBy({ direction, isQuiet })}
    from said join threads on threads.id = said.conversation_id
    where contacts.organization_id = ${organizationId} and contacts.id = said.contact_id
    returning threads.id, threads.channel_id, threads.channel_type, threads.user_id, threads.assignee_ids, threads.state,
      threads.waiting_since, threads.inbound_count, threads.reader_ids, threads.waited_since, threads.heard_before,
      threads.read_before
  `.execute(trx)
  countThreads(trx, organizationId, { gone: noted.rows.map(toBefore), added: noted.rows })
  return new Set(noted.rows.map(({ id }) => id))
}

type Noted = Standing & { id: string; waitedSince: Date | null; heardBefore: number; readBefore: string[] }

function toBefore({ waitedSince, heardBefore, readBefore, ...after }: Noted): Standing {
  return { ...after, waitingSince: waitedSince, inboundCount: heardBefore, readerIds: readBefore }
}

function attention({ direction, isQuiet, isBelated }: Kind): RawBuilder<unknown> {
  if (isBelated) return sql`, waiting_since = case when last_inbound_at > said.at then waiting_since end`
  if (direction === 'outbound') return sql`, waiting_since = null`
  return isQuiet ? sql`` : waiting
}

/** Whoever writes again goes on waiting since the first time; once it was resolved, they wait anew. */
const waiting = sql`, unread_count = unread_count + 1, last_inbound_at = said.at, inbound_count = inbound_count + 1,
        reader_ids = '{}',
        waiting_since = case when waiting_since is null or resolved_at is not null then said.at else waiting_since end`

function isWelcome(organizationId: string): RawBuilder<boolean> {
  return sql`not exists (
    select from opt_outs p where p.organization_id = ${organizationId}
      and p.channel_type = said.channel_type and p.address = said.address
  )`
}

/** What lists show of the thread says what its latest message says by now. The caller holds the thread. */
export async function noteEdit(
  trx: Trx,
  {
    organizationId,
    conversationId,
    id,
    content,
  }: { organizationId: string; conversationId: string; id: string; content: string },
): Promise<void> {
  await trx
    .updateTable('conversations')
    .set({ latestMessage: content })
    .where('organizationId', '=', organizationId)
    .where('id', '=', conversationId)
    .where('latestMessageId', '=', id)
    .execute()
}
