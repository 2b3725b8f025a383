import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { findConversation } from '../conversations/conversations.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { Attachments, Messages } from '../platform/schema.ts'
import type { MessageStatus } from './status.ts'

export type Message = Selectable<Messages>
/** With what its file is called, once there is one. */
export type Attachment = Selectable<Attachments> & { name: string | null; thumbnailAt: Date | null }

interface Page {
  size: number
  cursor?: string
}

/** The newest messages of a conversation, oldest of them first; the cursor leads to the ones before. */
export async function listMessages(
  db: Database,
  actor: Actor,
  conversationId: string,
  { size, cursor }: Page,
): Promise<{ messages: Message[]; nextCursor: string | null }> {
  const { organizationId } = actor
  const visible = visibleTo(actor, ownedConversations) ?? sql`true`
  const before = cursor ? sql`messages.id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const found = await sql<Message>`
    select messages.* from messages
    where messages.organization_id = ${organizationId} and messages.conversation_id = ${conversationId} and ${before}
      and exists (
        select from conversations
        where conversations.organization_id = ${organizationId} and conversations.id = ${conversationId} and ${visible}
      )
    order by messages.id desc limit ${size}
  `.execute(db)
  const newestFirst = found.rows
  // Nothing was said, or there is nothing here for this actor.
  if (newestFirst.length === 0) await findConversation(db, actor, conversationId)
  const oldest = newestFirst.length === size ? newestFirst.at(-1) : undefined
  return { messages: newestFirst.toReversed(), nextCursor: oldest ? writeCursor([oldest.id]) : null }
}

/**
 * Until the transaction ends nobody else moves or settles them: contacts are held before conversations, these before messages,
 * those before what is left of them in the outbox, and each in the order of their ids.
 */
export async function holdMessages(trx: Trx, organizationId: string, ids: string[]): Promise<void> {
  await sql`
    select id from messages where organization_id = ${organizationId} and id = any(${ids}) order by id for no key update
  `.execute(trx)
}

/** What waits for somebody: not yet sent, failed, or of unknown outcome. Newest first. */
export async function listUnsettled(
  db: Database,
  actor: Actor,
  status: MessageStatus,
  { size, cursor }: Page,
): Promise<{ messages: Message[]; nextCursor: string | null }> {
  const visible = visibleTo(actor, ownedConversations) ?? sql`true`
  const before = cursor ? sql`messages.id < ${readCursor(cursor, 1)[0]}` : sql`true`
  const found = await sql<Message>`
    select messages.* from messages
    join conversations on conversations.organization_id = ${actor.organizationId} and conversations.id = messages.conversation_id
    where messages.organization_id = ${actor.organizationId} and messages.status = ${status} and ${before} and ${visible}
    order by messages.id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { messages: found.rows, nextCursor: last ? writeCursor([last.id]) : null }
}

/** Visible to whoever may see its conversation. */
export async function findMessage(db: Database, actor: Actor, id: string): Promise<Message> {
  const visible = visibleTo(actor, ownedConversations) ?? sql`true`
  const found = await sql<Message>`
    select messages.* from messages
    join conversations on conversations.organization_id = ${actor.organizationId} and conversations.id = messages.conversation_id
    where messages.organization_id = ${actor.organizationId} and messages.id = ${id} and ${visible}
  `.execute(db)
  if (!found.rows[0]) throw notFound('message')
  return found.rows[0]
}

export interface HistoryEntry {
  status: string
  providerStatus: string | null
  attemptId: string | null
  errorCode: string | null
  errorMessage: string | null
  occurredAt: Date
}

/** Everything that happened to the message, from the moment it was written, in the order in which we heard of it. */
export async function historyOf(db: Database, actor: Actor, message: Message): Promise<HistoryEntry[]> {
  const deliveries = await db
    .selectFrom('deliveries')
    .select(['status', 'providerStatus', 'attemptId', 'errorCode', 'errorMessage', 'occurredAt'])
    .where('organizationId', '=', actor.organizationId)
    .where('messageId', '=', message.id)
    .orderBy('id')
    .execute()
  const first = message.direction === 'inbound' ? 'delivered' : 'queued'
  const nothing = { providerStatus: null, attemptId: null, errorCode: null, errorMessage: null }
  return [{ status: first, ...nothing, occurredAt: message.createdAt }, ...deliveries]
}

export async function attachmentsOf(db: Database, actor: Actor, messageIds: string[]): Promise<Attachment[]> {
  if (messageIds.length === 0) return []
  const { organizationId } = actor
  const found = await sql<Attachment>`
    select a.*, f.name, f.thumbnail_at from attachments a
    left join files f on f.organization_id = ${organizationId} and f.id = a.file_id
    where a.organization_id = ${organizationId} and a.message_id = any(${messageIds}) order by a.id
  `.execute(db)
  return found.rows
}
