import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { countThreads } from '../contacts/thread-counts.ts'
import type { Standing } from '../contacts/thread-counts.ts'
import type { Trx } from '../platform/database.ts'

interface Said {
  id: string
  conversationId: string
  content: string
  createdAt: Date
}

/**
 * Keeps what lists show of the threads, in the transaction that adds the messages: one to each thread. Of two at the same
 * moment the one that the thread shows last is the latest, whichever is written down first. What `isQuiet` calls for nobody's
 * attention. Answers the threads; those whose contact has opted out are not among them if the messages are to go out, and
 * nothing is noted there.
 */
export async function noteMessages(
  trx: Trx,
  organizationId: string,
  direction: 'inbound' | 'outbound',
  messages: Said[],
  { isQuiet = false }: { isQuiet?: boolean } = {},
): Promise<Set<string>> {
  if (messages.length === 0) return new Set()
  const isInbound = direction === 'inbound'
  const isHeard = isInbound && !isQuiet
  const noted = await sql<Noted>`
    with before as materialized (
      select id, waiting_since, inbound_count, reader_ids from conversations
      where organization_id = ${organizationId} and id = any(${messages.map((message) => message.conversationId)})
      order by id for no key update
    )
    update conversations set
      latest_message = case when latest_message_id > said.id then latest_message else said.content end,
      last_direction = case when latest_message_id > said.id then last_direction else ${direction} end,
      latest_message_id = greatest(latest_message_id, said.id),
      last_message_time = greatest(last_message_time, said.at),
      message_count = message_count + 1, updated_at = said.at,
      unread_count = unread_count + ${isHeard ? 1 : 0}::integer
      ${isHeard ? waiting : sql``} ${isInbound ? sql`` : sql`, waiting_since = null`}
    from unnest(
      ${messages.map((message) => message.conversationId)}::text[],
      ${messages.map((message) => message.id)}::text[],
      ${messages.map((message) => message.content)}::text[],
      ${messages.map((message) => message.createdAt)}::timestamptz[]
    ) as said (conversation_id, id, content, at)
    join before on before.id = said.conversation_id
    where conversations.organization_id = ${organizationId} and conversations.id = said.conversation_id
      ${isInbound ? sql`` : sql`and ${isWelcome(organizationId)}`}
    returning conversations.id, conversations.channel_id, conversations.channel_type, conversations.user_id,
      conversations.assignee_ids, conversations.state, conversations.waiting_since, conversations.inbound_count,
      conversations.reader_ids, before.waiting_since as waited_since, before.inbound_count as heard_before,
      before.reader_ids as read_before
  `.execute(trx)
  countThreads(trx, organizationId, { gone: noted.rows.map(toBefore), added: noted.rows })
  return new Set(noted.rows.map((row) => row.id))
}

/** Whoever writes again goes on waiting since the first time; once it was resolved, they wait anew. */
const waiting = sql`, last_inbound_at = said.at, inbound_count = conversations.inbound_count + 1, reader_ids = '{}',
      waiting_since = case when conversations.waiting_since is null or resolved_at is not null then said.at
        else conversations.waiting_since end`

type Noted = Standing & { id: string; waitedSince: Date | null; heardBefore: number; readBefore: string[] }

function toBefore({ waitedSince, heardBefore, readBefore, ...after }: Noted): Standing {
  return { ...after, waitingSince: waitedSince, inboundCount: heardBefore, readerIds: readBefore }
}

function isWelcome(organizationId: string): RawBuilder<boolean> {
  return sql`not exists (
    select from opt_outs p where p.organization_id = ${organizationId}
      and p.channel_type = conversations.channel_type and p.address = conversations.channel_identifier
  )`
}
