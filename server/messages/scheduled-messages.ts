import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { findConversation } from '../conversations/conversations.ts'
import { attachedTo } from '../files/attached.ts'
import type { AttachedFile } from '../files/attached.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { readTimeCursor, writeCursor } from '../platform/pagination.ts'

export type ScheduledStatus = 'scheduled' | 'sent' | 'canceled' | 'failed'

/** With what it takes from its conversation. */
export interface ScheduledMessage {
  id: string
  organizationId: string
  conversationId: string
  contactId: string
  channelId: string
  channelType: string
  content: string
  attachments: AttachedFile[]
  scheduledAt: Date
  status: ScheduledStatus
  actorType: string
  actorId: string | null
  sentById: string | null
  /** A person wrote it. */
  isByHand: boolean
  /** The message that it answers. */
  replyToId: string | null
  /** The message that it became. */
  messageId: string | null
  errorCode: string | null
  errorMessage: string | null
  createdAt: Date
  updatedAt: Date
}

interface ScheduledQuery {
  status: ScheduledStatus
  conversationId?: string
  size: number
  cursor?: string
}

/** The next to leave first. */
export async function listScheduled(
  db: Database,
  actor: Actor,
  { status, conversationId, size, cursor }: ScheduledQuery,
): Promise<{ messages: ScheduledMessage[]; nextCursor: string | null }> {
  if (conversationId !== undefined) await findConversation(db, actor, conversationId)
  const after = cursor === undefined ? undefined : readTimeCursor(cursor)
  const found = await sql<ScheduledMessage>`
    ${scheduledOf(actor)} and ${isIn(status)}
      and ${conversationId === undefined ? sql`true` : sql`s.conversation_id = ${conversationId}`}
      and ${after ? sql`(s.scheduled_at, s.id) > (${after.at}, ${after.id})` : sql`true`}
    order by s.scheduled_at, s.id limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { messages: found.rows, nextCursor: last ? writeCursor([last.scheduledAt, last.id]) : null }
}

/** Visible to whoever may see its conversation. */
export async function findScheduled(db: Database, actor: Actor, id: string): Promise<ScheduledMessage> {
  const found = await sql<ScheduledMessage>`${scheduledOf(actor)} and s.id = ${id}`.execute(db)
  if (!found.rows[0]) throw notFound('scheduled message')
  return found.rows[0]
}

function scheduledOf(actor: Actor): RawBuilder<unknown> {
  return sql`
    select s.id, s.organization_id, s.conversation_id, conversations.contact_id, conversations.channel_id,
      conversations.channel_type, s.content, ${attachedTo(actor.organizationId, 'scheduled_message_files', sql`s.id`)} as attachments, s.scheduled_at, s.actor_type, s.actor_id, s.sent_by_id, s.is_by_hand, s.reply_to_id, s.message_id,
      s.error_code, s.error_message, s.created_at, s.updated_at,
      case when s.sent_at is not null then 'sent' when s.canceled_at is not null then 'canceled'
        when s.failed_at is not null then 'failed' else 'scheduled' end as status
    from scheduled_messages s
    join conversations on conversations.organization_id = ${actor.organizationId} and conversations.id = s.conversation_id
    where s.organization_id = ${actor.organizationId} and ${visibleTo(actor, ownedConversations) ?? sql`true`}`
}

function isIn(status: ScheduledStatus): RawBuilder<unknown> {
  if (status === 'sent') return sql`s.sent_at is not null`
  if (status === 'canceled') return sql`s.canceled_at is not null`
  const isFailed = status === 'failed' ? sql`is not null` : sql`is null`
  return sql`s.sent_at is null and s.canceled_at is null and s.failed_at ${isFailed}`
}
