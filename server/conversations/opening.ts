import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { violates } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { findConversation } from './conversations.ts'
import { route } from './routing.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

interface Correspondent {
  id: string
  userId: string
  assignees: string[]
}

/**
 * The thread on this channel with whoever has this number, if it was opened before. Held with its contact: neither is deleted
 * or given to somebody else before the transaction ends.
 */
export async function holdConversation(
  trx: Trx,
  { organizationId, id: channelId }: Channel,
  phoneNumber: string,
): Promise<Conversation | undefined> {
  // The contact first, as everywhere: who took them in the other order would wait for us while we wait for him.
  const found = await sql<Conversation>`
    with contact as (
      select id from contacts where organization_id = ${organizationId} and phone_number = ${phoneNumber}
      for no key update
    )
    select ${conversationColumns(organizationId)} from contact
    join conversations on conversations.organization_id = ${organizationId}
      and conversations.contact_id = contact.id and conversations.channel_id = ${channelId}
    for no key update of conversations
  `.execute(trx)
  return found.rows[0]
}

/** The thread with this contact on this channel: there is one, and whoever comes first opens it. */
export async function openConversation(
  trx: Trx,
  actor: Actor,
  channel: Channel,
  contact: Correspondent,
  address: string,
): Promise<Conversation> {
  const { organizationId } = actor
  const now = new Date()
  const inserted = await trx
    .insertInto('conversations')
    .values({
      organizationId,
      id: newId(now),
      contactId: contact.id,
      channelId: channel.id,
      channelType: channel.type,
      channelIdentifier: address,
      userId: contact.userId,
      assigneeIds: contact.assignees,
      createdAt: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'contactId', 'channelId']).doNothing())
    .returning('id')
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw violates(error, 'conversations_contact_id_fkey') ? notFound('contact') : error
    })
  if (!inserted) {
    const found = await followAddress(trx, organizationId, channel, contact, address)
    // Deleted since it was in the way.
    return found ?? openConversation(trx, actor, channel, contact, address)
  }

  await inheritAssignees(trx, organizationId, inserted.id, contact.assignees)
  const conversation = await route(trx, actor, await findConversation(trx, systemActor(organizationId), inserted.id))
  await record(trx, actor, 'conversation.opened', conversation)
  return conversation
}

async function followAddress(
  trx: Trx,
  organizationId: string,
  channel: Channel,
  contact: Correspondent,
  address: string,
): Promise<Conversation | undefined> {
  const found = await sql<{ id: string }>`
    select id from conversations
    where organization_id = ${organizationId} and contact_id = ${contact.id} and channel_id = ${channel.id} for update
  `.execute(trx)
  const id = found.rows[0]?.id
  return id === undefined
    ? undefined
    : moveTo(trx, await findConversation(trx, systemActor(organizationId), id), address)
}

/** A contact may have another address by now; the thread goes on there. */
export async function moveTo(trx: Trx, conversation: Conversation, address: string): Promise<Conversation> {
  const { organizationId, id, channelIdentifier } = conversation
  if (channelIdentifier === address) return conversation
  const moved = { channelIdentifier: address, updatedAt: new Date() }
  await trx
    .updateTable('conversations')
    .set(moved)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
  return { ...conversation, ...moved }
}

async function inheritAssignees(
  trx: Trx,
  organizationId: string,
  conversationId: string,
  userIds: string[],
): Promise<void> {
  if (userIds.length === 0) return
  await trx
    .insertInto('conversationAssignees')
    .values(userIds.map((userId) => ({ organizationId, conversationId, userId })))
    .execute()
}
