import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { giveAddress } from '../contacts/addresses.ts'
import { addAssignees } from '../contacts/contacts.ts'
import { countThreads, readStandings } from '../contacts/thread-counts.ts'
import type { Parted, Separation, SeparationStep } from '../duplicates/separation-steps.ts'
import type { Trx } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Conversations } from '../platform/schema.ts'
import { recallActivity } from './conversations.ts'
import { addFollowers, followersIn } from './following.ts'
import type { ConversationRow, ThreadContents } from './merging.ts'
import { recallReaders } from './readers.ts'
import { updateConversation } from './rewriting.ts'
import { partPositions } from './seen.ts'

/** What is in the conversations, and lies above them. */
export interface PartedContents extends Pick<ThreadContents, 'keepAddresses' | 'giveTo' | 'summarize'> {
  /** When this message of the conversation was said; undefined if there is no such one. */
  timeOf: (trx: Trx, organizationId: string, conversationId: string, messageId: string) => Promise<Date | undefined>
  /** Moves this message and all after it into the other conversation. */
  split: (trx: Trx, separation: Separation, from: ConversationRow, toId: string, messageId: string) => Promise<void>
}

/** Conversations go to the new contact whole, or from one message on. */
export function partConversations(contents: PartedContents): SeparationStep {
  return { part: (trx, separation) => part(trx, separation, contents) }
}

async function part(trx: Trx, separation: Separation, contents: PartedContents): Promise<Parted> {
  const { organizationId, originalId, newId: contactId, conversations, splits } = separation
  const held = await holdConversations(trx, separation)
  const gone = await readStandings(trx, organizationId, sql`id = any(${held.map(({ id }) => id)})`)
  const going = held.filter(({ id }) => conversations.includes(id))
  if (conversations.some((id) => id in splits)) {
    throw invalid('messageSplitPoints', 'a conversation that goes as a whole cannot be split as well.')
  }
  await moveAll(trx, separation, contents, going)
  let messagesReassigned = going.reduce((sum, { messageCount }) => sum + messageCount, 0)
  for (const [id, messageId] of Object.entries(splits)) {
    const from = held.find((conversation) => conversation.id === id)!
    messagesReassigned += await splitOne(trx, separation, contents, from, messageId)
  }
  // Nobody else sees the new contact yet, so its conversations are those that were parted here.
  const parted = sql`(v.id = any(${held.map(({ id }) => id)}) or v.contact_id = ${contactId})`
  await recallReaders(trx, organizationId, parted)
  const added = await readStandings(trx, organizationId, parted)
  countThreads(trx, organizationId, { gone, added })
  for (const id of [originalId, contactId]) {
    await showToAssignees(trx, organizationId, id)
    await recallActivity(trx, organizationId, id)
  }
  return { conversationsMoved: going.length + Object.keys(splits).length, messagesReassigned }
}

/** All that are named, for update: nothing is said in them until the transaction ends. */
async function holdConversations(trx: Trx, separation: Separation): Promise<ConversationRow[]> {
  const { organizationId, originalId, named, splits } = separation
  const ids = [...new Set([...named, ...Object.keys(splits)])]
  const found = await sql<Selectable<Conversations>>`
    select * from conversations
    where organization_id = ${organizationId} and contact_id = ${originalId} and id = any(${ids}) order by id for update
  `.execute(trx)
  if (found.rows.length < ids.length) throw notFound('conversation')
  return found.rows.map(({ state: _state, activeAt: _activeAt, ...row }) => ({ ...row, assignees: row.assigneeIds }))
}

async function moveAll(
  trx: Trx,
  separation: Separation,
  contents: PartedContents,
  going: ConversationRow[],
): Promise<void> {
  if (going.length === 0) return
  const { actor, organizationId, newId: contactId } = separation
  const ids = going.map(({ id }) => id)
  // What waits goes where it was written to; the threads go on at the new contact's address.
  await contents.keepAddresses(trx, separation, going)
  const moved = going.map((row) => ({ ...row, contactId, channelIdentifier: addressIn(row, separation) }))
  for (const { id, channelIdentifier } of moved) {
    await trx
      .updateTable('conversations')
      .set({ contactId, channelIdentifier, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .execute()
  }
  await giveAddresses(trx, organizationId, going, contactId)
  await contents.giveTo(trx, separation, contactId, ids)
  await record(trx, actor, 'conversation.moved', moved)
}

/** Answers how many messages it took along. */
async function splitOne(
  trx: Trx,
  separation: Separation,
  contents: PartedContents,
  from: ConversationRow,
  messageId: string,
): Promise<number> {
  const { actor, organizationId } = separation
  const at = await contents.timeOf(trx, organizationId, from.id, messageId)
  if (!at) throw notFound('message')
  await contents.keepAddresses(trx, separation, [from])
  const to = await insertPart(trx, separation, from, at)
  await giveAddresses(trx, organizationId, [from], separation.newId)
  await contents.split(trx, separation, from, to.id, messageId)
  await sql`
    update conversation_notes set conversation_id = ${to.id}
    where organization_id = ${organizationId} and conversation_id = ${from.id} and created_at >= ${at}
  `.execute(trx)
  const left = await contents.summarize(trx, organizationId, from.id)
  if (left.messageCount === 0) {
    throw invalid('messageSplitPoints', 'it is the first message: give the new contact the whole conversation instead.')
  }
  const taken = await contents.summarize(trx, organizationId, to.id)
  // What is unread came last.
  const unreadCount = Math.min(from.unreadCount, taken.inboundCount)
  const kept = {
    ...left,
    unreadCount: Math.min(from.unreadCount - unreadCount, left.inboundCount),
    updatedAt: new Date(),
  }
  await updateConversation(trx, organizationId, from.id, kept)
  await updateConversation(trx, organizationId, to.id, { ...taken, unreadCount })
  await partPositions(trx, organizationId, { fromId: from.id, toId: to.id, leftCount: left.inboundCount })
  await record(trx, actor, 'conversation.parted', { ...to, ...taken, unreadCount, originalId: from.id } as {
    id: string
  })
  return taken.messageCount
}

/** As it is, with the same people and in the same state, and nothing in it yet. */
async function insertPart(trx: Trx, separation: Separation, from: ConversationRow, at: Date): Promise<ConversationRow> {
  const { organizationId, newId: contactId } = separation
  const now = new Date()
  const to = {
    ...from,
    id: newId(now),
    contactId,
    channelIdentifier: addressIn(from, separation),
    unseenAt: null,
    unseenById: null,
    createdAt: at,
    updatedAt: now,
  }
  const { assignees, ...row } = to
  await trx.insertInto('conversations').values(row).execute()
  await sql`
    insert into conversation_assignees (organization_id, conversation_id, user_id)
    select ${organizationId}, ${to.id}, u.id from unnest(${assignees}::text[]) as u (id)
  `.execute(trx)
  await addFollowers(trx, organizationId, [to.id], await followersIn(trx, organizationId, from.id))
  return to
}

function addressIn({ channelType, channelIdentifier }: ConversationRow, { phoneNumber }: Separation): string {
  return channelType === 'sms' && phoneNumber ? phoneNumber : channelIdentifier
}

/** Whoever writes from there comes to the new contact from now on; numbers are chosen by whoever asks for the separation. */
async function giveAddresses(
  trx: Trx,
  organizationId: string,
  going: ConversationRow[],
  contactId: string,
): Promise<void> {
  for (const { channelType, channelId, channelIdentifier: address } of going) {
    if (channelType !== 'sms') await giveAddress(trx, { organizationId, channelId, address }, contactId)
  }
}

/** Who is to answer must see whom. */
async function showToAssignees(trx: Trx, organizationId: string, contactId: string): Promise<void> {
  const found = await sql<{ userId: string }>`
    select distinct a.user_id from conversation_assignees a
    join conversations v on v.organization_id = ${organizationId} and v.id = a.conversation_id
    where a.organization_id = ${organizationId} and v.contact_id = ${contactId}
  `.execute(trx)
  await addAssignees(
    trx,
    organizationId,
    contactId,
    found.rows.map(({ userId }) => userId),
  )
}
