import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import { countThreads, readStandings } from '../contacts/thread-counts.ts'
import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { violates } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { findConversation } from './conversations.ts'
import type { Correspondent } from './correspondents.ts'
import { route } from './routing.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

type Addressee = Pick<Correspondent, 'id' | 'userId' | 'assignees'> & { address: string }

/**
 * The thread on this channel with whoever writes from this address, if it was opened before. Held with its contact: neither is
 * deleted or given to somebody else, and nobody blocks them, before the transaction ends.
 */
export async function holdConversation(
  trx: Trx,
  channel: Channel,
  address: string,
): Promise<{ conversation: Conversation; isBlocked: boolean } | undefined> {
  const { organizationId, id: channelId } = channel
  // The contact first, as everywhere: who took them in the other order would wait for us while we wait for him.
  const found = await sql<Conversation & { isBlocked: boolean }>`
    with contact as (
      select contacts.id, contacts.blocked_at from ${whoWrites(channel, address)} for no key update of contacts
    )
    select ${conversationColumns(organizationId)}, contact.blocked_at is not null as is_blocked from contact
    join conversations on conversations.organization_id = ${organizationId}
      and conversations.contact_id = contact.id and conversations.channel_id = ${channelId}
    for no key update of conversations
  `.execute(trx)
  if (!found.rows[0]) return undefined
  const { isBlocked, ...conversation } = found.rows[0]
  return { conversation, isBlocked }
}

function whoWrites({ organizationId, id, type }: Channel, address: string): RawBuilder<unknown> {
  if (type === 'sms')
    return sql`contacts where contacts.organization_id = ${organizationId} and contacts.phone_number = ${address}`
  return sql`contact_addresses a
    join contacts on contacts.organization_id = ${organizationId} and contacts.id = a.contact_id
    where a.organization_id = ${organizationId} and a.channel_id = ${id} and a.address = ${address}`
}

/** The threads that are still there, held in the order of their ids until the transaction ends. */
async function holdConversations(trx: Trx, organizationId: string, ids: string[]): Promise<Map<string, Conversation>> {
  if (ids.length === 0) return new Map()
  const held = await sql<Conversation>`
    select ${conversationColumns(organizationId)} from conversations
    where conversations.organization_id = ${organizationId} and conversations.id = any(${ids})
    order by conversations.id for no key update of conversations
  `.execute(trx)
  return new Map(held.rows.map((conversation) => [conversation.id, conversation]))
}

/** The thread with this contact on this channel: there is one, and whoever comes first opens it. */
export async function openConversation(
  trx: Trx,
  actor: Actor,
  channel: Pick<Channel, 'id' | 'type'>,
  contact: Omit<Addressee, 'address'>,
  address: string,
): Promise<Conversation> {
  const [conversation] = await openConversations(trx, actor, channel, [{ ...contact, address }])
  return conversation!
}

/** The threads with these contacts on this channel, in no order. */
export async function openConversations(
  trx: Trx,
  actor: Actor,
  channel: Pick<Channel, 'id' | 'type'>,
  contacts: Addressee[],
): Promise<Conversation[]> {
  const { organizationId } = actor
  const inserted = await insertConversations(trx, organizationId, channel, contacts)
  await inheritAssignees(trx, organizationId, inserted, contacts)
  const opened = await holdConversations(
    trx,
    organizationId,
    inserted.map((row) => row.id),
  )
  const routed: Conversation[] = []
  for (const conversation of opened.values()) routed.push(await route(trx, actor, conversation))
  const added = await readStandings(trx, organizationId, sql`id = any(${[...opened.keys()]})`)
  countThreads(trx, organizationId, { added })
  await record(trx, actor, 'conversation.opened', routed)

  const known = contacts.filter((contact) => !inserted.some((row) => row.contactId === contact.id))
  const followed: Conversation[] = []
  for (const contact of known) {
    const found = await followAddress(trx, organizationId, channel, contact)
    // Deleted since it was in the way.
    followed.push(found ?? (await openConversation(trx, actor, channel, contact, contact.address)))
  }
  return [...routed, ...followed]
}

interface Opened {
  id: string
  contactId: string
}

function insertConversations(
  trx: Trx,
  organizationId: string,
  channel: Pick<Channel, 'id' | 'type'>,
  contacts: Addressee[],
): Promise<Opened[]> {
  const now = new Date()
  const rows = contacts.map((contact) => ({
    organizationId,
    id: newId(now),
    contactId: contact.id,
    channelId: channel.id,
    channelType: channel.type,
    channelIdentifier: contact.address,
    userId: contact.userId,
    assigneeIds: contact.assignees,
    createdAt: now,
    updatedAt: now,
  }))
  return trx
    .insertInto('conversations')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organizationId', 'contactId', 'channelId']).doNothing())
    .returning(['id', 'contactId'])
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'conversations_contact_id_fkey') ? notFound('contact') : error
    })
}

async function followAddress(
  trx: Trx,
  organizationId: string,
  channel: Pick<Channel, 'id'>,
  contact: Addressee,
): Promise<Conversation | undefined> {
  const found = await sql<{ id: string }>`
    select id from conversations
    where organization_id = ${organizationId} and contact_id = ${contact.id} and channel_id = ${channel.id} for update
  `.execute(trx)
  const id = found.rows[0]?.id
  return id === undefined
    ? undefined
    : moveTo(trx, await findConversation(trx, systemActor(organizationId), id), contact.address)
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
  opened: Opened[],
  contacts: Addressee[],
): Promise<void> {
  const conversationIds = new Map(opened.map((row) => [row.contactId, row.id]))
  const rows = contacts.flatMap(({ id, assignees }) => {
    const conversationId = conversationIds.get(id)
    return conversationId ? assignees.map((userId) => ({ organizationId, conversationId, userId })) : []
  })
  if (rows.length > 0) await trx.insertInto('conversationAssignees').values(rows).execute()
}
