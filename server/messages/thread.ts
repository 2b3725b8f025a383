import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import type { Heard } from '../channels/windows.ts'
import { conversationColumns, heardColumns } from '../conversations/row.ts'
import type { Conversation } from '../conversations/row.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedContacts, ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'

/** A conversation, and of its channel what decides whether and how something leaves by it. */
export interface Thread {
  conversation: Conversation
  channel: Pick<Channel, 'id' | 'type' | 'provider' | 'name' | 'disabledAt'>
}

/** Where a message is to go: into a thread, or to a contact with whom one is yet to be opened on the channel. */
export interface Destination {
  contactId: string
  channel: Thread['channel']
  conversation?: Pick<Conversation, 'id' | 'channelIdentifier'> & Heard
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

/**
 * Where each of the contacts that the actor may see was spoken with last, on a channel through which something can still
 * leave; on this one, if one is asked for. Undefined where there is no such thread yet; refused where there is none but what a
 * colleague has, for whoever may not read what was said does not speak in between.
 */
export async function latestThreadsOf(
  trx: Trx,
  actor: Actor,
  contactIds: string[],
  channelId?: string,
): Promise<Map<string, Omit<Destination, 'contactId'> | Refusal | undefined>> {
  const { organizationId } = actor
  const found = await sql<Latest & { contactId: string }>`
    select contacts.id as contact_id, latest.* from contacts left join lateral (
      select conversations.id, conversations.channel_identifier, conversations.channel_id, ${heardColumns(organizationId)},
        channels.provider, channels.name, ${visibleTo(actor, ownedConversations) ?? sql`true`} as is_visible
      from conversations
      join channels on channels.organization_id = ${organizationId} and channels.id = conversations.channel_id
      where conversations.organization_id = ${organizationId} and conversations.contact_id = contacts.id
        and channels.deleted_at is null and channels.disabled_at is null
        and ${channelId === undefined ? sql`true` : sql`conversations.channel_id = ${channelId}`}
      order by is_visible desc, conversations.active_at desc limit 1
    ) as latest on true
    where contacts.organization_id = ${organizationId} and contacts.id = any(${contactIds})
      and ${visibleTo(actor, ownedContacts) ?? sql`true`}
  `.execute(trx)
  return new Map(found.rows.map(({ contactId, ...latest }) => [contactId, threadIn(latest)]))
}

interface Latest extends Heard {
  id: string | null
  channelIdentifier: string
  channelId: string
  provider: string
  name: string
  isVisible: boolean
}

function threadIn({ id, channelIdentifier, channelId, provider, name, isVisible, ...heard }: Latest) {
  if (!id) return undefined
  if (!isVisible) return ofColleague()

  return {
    conversation: { id, channelIdentifier, ...heard },
    channel: { id: channelId, type: heard.channelType, provider, name, disabledAt: null },
  }
}

function ofColleague(): Refusal {
  const message = 'A colleague has the conversation with this contact: ask them, or an admin, to assign it to you.'
  return new Refusal(409, 'conversation_of_colleague', message)
}
