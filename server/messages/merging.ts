import { sql } from 'kysely'

import type { ConversationRow, Summary, ThreadContents } from '../conversations/merging.ts'
import type { Database, Trx } from '../platform/database.ts'
import { holdMessages } from './messages.ts'

/** What happens to messages, sent and waiting, when the contacts of two conversations merge, or part again. */
export const messagesInMerges: ThreadContents = {
  async keepAddresses(trx, { organizationId }, conversations) {
    await holdWaiting(trx, organizationId, conversations)
    await sql`
      update outbox set address = coalesce(outbox.address, kept.address)
      from unnest(${conversations.map(({ id }) => id)}::text[], ${conversations.map(addressOfThread)}::text[])
        as kept (conversation_id, address)
      where outbox.organization_id = ${organizationId} and outbox.conversation_id = kept.conversation_id
    `.execute(trx)
  },

  async giveTo(trx, { organizationId }, contactId, conversationIds) {
    await sql`
      update messages set contact_id = ${contactId}
      where organization_id = ${organizationId} and conversation_id = any(${conversationIds})
    `.execute(trx)
  },

  async join(trx, { organizationId, id, targetId }, from, to) {
    await sql`
      insert into merged_messages (organization_id, merge_id, message_id, conversation_id, address)
      select m.organization_id, ${id}, m.id, ${from.id}, ${from.channelIdentifier}
      from messages m where m.organization_id = ${organizationId} and m.conversation_id = ${from.id}
    `.execute(trx)
    await sql`
      update messages set conversation_id = ${to.id}, contact_id = ${targetId}
      where organization_id = ${organizationId} and conversation_id = ${from.id}
    `.execute(trx)
    await sql`
      update outbox set conversation_id = ${to.id}
      where organization_id = ${organizationId} and conversation_id = ${from.id}
    `.execute(trx)
    const scheduled = await sql<{ id: string }>`
      update scheduled_messages set conversation_id = ${to.id}
      where organization_id = ${organizationId} and conversation_id = ${from.id} returning id
    `.execute(trx)
    return scheduled.rows.map((row) => row.id)
  },

  async part(trx, { organizationId, id, sourceId }, from, toId, scheduled) {
    const moved = sql`any(array(
      select p.message_id from merged_messages p
      where p.organization_id = ${organizationId} and p.merge_id = ${id} and p.conversation_id = ${from.id}
    ))`
    await sql`
      update messages set conversation_id = ${from.id}, contact_id = ${sourceId}
      where organization_id = ${organizationId} and conversation_id = ${toId} and id = ${moved}
    `.execute(trx)
    await sql`
      update outbox set conversation_id = ${from.id}
      where organization_id = ${organizationId} and conversation_id = ${toId} and message_id = ${moved}
    `.execute(trx)
    await sql`
      update scheduled_messages set conversation_id = ${from.id}
      where organization_id = ${organizationId} and conversation_id = ${toId} and id = any(${scheduled})
    `.execute(trx)
    await sql`
      delete from merged_messages
      where organization_id = ${organizationId} and merge_id = ${id} and conversation_id = ${from.id}
    `.execute(trx)
  },

  summarize,

  async countSince(trx, organizationId, contactId, time) {
    const found = await sql<{ conversationId: string; messages: number }>`
      select m.conversation_id, count(*) as messages from messages m
      join conversations v on v.organization_id = ${organizationId} and v.id = m.conversation_id
      where m.organization_id = ${organizationId} and v.contact_id = ${contactId} and m.created_at > ${time}
      group by m.conversation_id
    `.execute(trx)
    return new Map(found.rows.map((row) => [row.conversationId, row.messages]))
  },
}

/** Whoever brings an outcome has the message before it is taken from the outbox: so do we. */
async function holdWaiting(trx: Trx, organizationId: string, conversations: ConversationRow[]): Promise<void> {
  const waiting = await sql<{ messageId: string }>`
    select message_id from outbox
    where organization_id = ${organizationId} and conversation_id = any(${conversations.map(({ id }) => id)})
  `.execute(trx)
  const ids = waiting.rows.map(({ messageId }) => messageId)
  if (ids.length > 0) await holdMessages(trx, organizationId, ids)
}

function addressOfThread({ channelIdentifier }: ConversationRow): string {
  return channelIdentifier
}

/** Not what a contact wrote while it was blocked: that calls for nobody, wherever it stands. */
const isHeard = sql`m.direction = 'inbound' and m.ignored_at is null`

async function summarize(db: Database, organizationId: string, conversationId: string): Promise<Summary> {
  const found = await sql<Summary>`
    select count(*)::integer as message_count, max(m.id) as latest_message_id, max(m.created_at) as last_message_time,
      max(m.created_at) filter (where ${isHeard}) as last_inbound_at,
      count(*) filter (where ${isHeard})::integer as inbound_count,
      min(m.created_at) filter (where ${isHeard} and m.id > coalesce((
        select max(o.id) from messages o
        where o.organization_id = ${organizationId} and o.conversation_id = ${conversationId} and o.direction = 'outbound'
      ), '')) as waiting_since,
      (
        select l.direction from messages l
        where l.organization_id = ${organizationId} and l.conversation_id = ${conversationId} order by l.id desc limit 1
      ) as last_direction,
      (
        select l.content from messages l
        where l.organization_id = ${organizationId} and l.conversation_id = ${conversationId} order by l.id desc limit 1
      ) as latest_message
    from messages m where m.organization_id = ${organizationId} and m.conversation_id = ${conversationId}
  `.execute(db)
  return found.rows[0]!
}
