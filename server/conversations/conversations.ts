import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findContact } from '../contacts/contacts.ts'
import { countThreads, readStandings } from '../contacts/thread-counts.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database, Trx } from '../platform/database.ts'
import { transact } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import type { Contacts } from '../platform/schema.ts'
import { record } from '../platform/events/record.ts'
import { readTimeCursor, writeCursor } from '../platform/pagination.ts'
import { holdContactsOf } from './correspondents.ts'
import { conversationColumns, namedConversationColumns } from './row.ts'
import type { Assignee, Conversation } from './row.ts'

export async function findConversation(db: Database, actor: Actor, id: string): Promise<Conversation> {
  const visible = visibleTo(actor, ownedConversations) ?? sql`true`
  const found = await sql<Conversation>`
    select ${conversationColumns(actor.organizationId)} from conversations
    where conversations.organization_id = ${actor.organizationId} and conversations.id = ${id} and ${visible}
  `.execute(db)
  if (!found.rows[0]) throw notFound('conversation')
  return found.rows[0]
}

/** Finds it and holds it until the transaction ends: whoever else changes it waits, and sees what became of it. */
export async function lockConversation(trx: Trx, actor: Actor, id: string): Promise<Conversation> {
  await sql`
    select id from conversations where organization_id = ${actor.organizationId} and id = ${id} for update
  `.execute(trx)
  return findConversation(trx, actor, id)
}

export type NamedConversation = Omit<Conversation, 'assignees'> & { assignees: Assignee[] }

export interface ConversationQuery {
  contactId: string
  channelType: string
  size: number
  cursor?: string
}

/** A contact's conversations on a channel type, the last one spoken in first. */
export async function listConversations(
  db: Database,
  actor: Actor,
  query: ConversationQuery,
): Promise<{ conversations: NamedConversation[]; nextCursor: string | null }> {
  const contact = await findContact(db, actor, query.contactId)
  const spokenAt = sql`coalesce(conversations.last_message_time, conversations.created_at)`
  const conditions = [
    sql`conversations.organization_id = ${actor.organizationId}`,
    sql`conversations.contact_id = ${contact.id}`,
    sql`conversations.channel_type = ${query.channelType}`,
  ]
  const visible = visibleTo(actor, ownedConversations)
  if (visible) conditions.push(visible)
  if (query.cursor) {
    const { at, id } = readTimeCursor(query.cursor)
    conditions.push(sql`(${spokenAt}, conversations.id) < (${at}, ${id})`)
  }
  const found = await sql<NamedConversation>`
    select ${namedConversationColumns(actor.organizationId)} from conversations
    where ${sql.join(conditions, sql` and `)}
    order by ${spokenAt} desc, conversations.id desc limit ${query.size}
  `.execute(db)
  const last = found.rows.length === query.size ? found.rows.at(-1) : undefined
  return {
    conversations: found.rows,
    nextCursor: last ? writeCursor([last.lastMessageTime ?? last.createdAt, last.id]) : null,
  }
}

/** Deletes the conversation with all its messages; what still waited to be sent is not sent. */
export function deleteConversation(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    await findConversation(trx, actor, id)
    await holdContactsOf(trx, actor.organizationId, [id])
    const conversation = await lockConversation(trx, actor, id)
    countThreads(trx, actor.organizationId, { gone: await readStandings(trx, actor.organizationId, sql`id = ${id}`) })
    await trx
      .deleteFrom('conversations')
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await recallActivity(trx, actor.organizationId, conversation.contactId)
    await record(trx, actor, 'conversation.deleted', conversation)
  })
}

type Activity = Pick<Selectable<Contacts>, 'lastInboundAt' | 'latestMessageId' | 'lastMessageTime' | 'messageCount'> & {
  channelType: string
}

/** What lists show of the contact, from the conversations that are left. */
export async function recallActivity(trx: Trx, organizationId: string, contactId: string): Promise<void> {
  // Not what it wrote while it was blocked: that moves it in no list.
  const found = await sql<Activity>`
    select v.channel_type, v.last_inbound_at, v.message_count, l.id as latest_message_id, l.created_at as last_message_time
    from conversations v
    left join lateral (
      select m.id, m.created_at from messages m
      where m.organization_id = ${organizationId} and m.conversation_id = v.id and m.ignored_at is null
      order by m.id desc limit 1
    ) l on true
    where v.organization_id = ${organizationId} and v.contact_id = ${contactId}
    order by l.created_at desc nulls last
  `.execute(trx)
  const left = found.rows
  await trx
    .updateTable('contacts')
    .set({
      latestMessageId: left[0]?.latestMessageId ?? null,
      lastMessageTime: left[0]?.lastMessageTime ?? null,
      lastInboundAt: newest(left.map((each) => each.lastInboundAt)),
      messageCount: left.reduce((sum, each) => sum + each.messageCount, 0),
      channelTypes: [...new Set(left.map((each) => each.channelType))],
    })
    .where('organizationId', '=', organizationId)
    .where('id', '=', contactId)
    .execute()
}

function newest(times: Array<Date | null>): Date | null {
  return times.reduce((latest, time) => (time && (!latest || time > latest) ? time : latest), null)
}
