import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import { conversationColumns } from '../conversations/row.ts'
import type { Conversation } from '../conversations/row.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'

/** A conversation, and of its channel what decides whether and how something leaves by it. */
export interface Thread {
  conversation: Conversation
  channel: Pick<Channel, 'id' | 'type' | 'provider' | 'name' | 'disabledAt'>
}

/** The channel may be gone; then nothing more is written there. */
export async function findThread(trx: Trx, actor: Actor, conversationId: string): Promise<Thread> {
  const found = await sql<Conversation & { provider: string; name: string; disabledAt: Date; deletedAt: Date }>`
    select ${conversationColumns(actor.organizationId)},
      channels.provider, channels.name, channels.disabled_at, channels.deleted_at
    from conversations
    join channels on channels.organization_id = ${actor.organizationId} and channels.id = conversations.channel_id
    where conversations.organization_id = ${actor.organizationId} and conversations.id = ${conversationId}
      and ${visibleTo(actor, ownedConversations) ?? sql`true`}
  `.execute(trx)
  const [row] = found.rows
  if (!row) throw notFound('conversation')
  const { provider, name, disabledAt, deletedAt, ...conversation } = row
  if (deletedAt) {
    const message = 'The channel of this conversation was deleted: write through another one.'
    throw new Refusal(409, 'channel_deleted', message)
  }
  return {
    conversation,
    channel: { id: conversation.channelId, type: conversation.channelType, provider, name, disabledAt },
  }
}

/** Where the contact was spoken with last, on a channel through which something can still leave. */
export async function latestThreadOf(trx: Trx, actor: Actor, contactId: string): Promise<Thread | undefined> {
  const found = await sql<{ id: string }>`
    select v.id from conversations v
    join channels c on c.organization_id = ${actor.organizationId} and c.id = v.channel_id
    where v.organization_id = ${actor.organizationId} and v.contact_id = ${contactId}
      and c.deleted_at is null and c.disabled_at is null
    order by coalesce(v.last_message_time, v.created_at) desc limit 1
  `.execute(trx)
  const id = found.rows[0]?.id
  return id === undefined ? undefined : findThread(trx, systemActor(actor.organizationId), id)
}
