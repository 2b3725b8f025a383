import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import type { Kept, Merge, MergeStep, Parting } from '../duplicates/merge-steps.ts'
import { withPrevious } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import type { Conversations } from '../platform/schema.ts'
import { recallAssignees } from './assignees.ts'
import { recallActivity } from './conversations.ts'
import { addFollowers, followersIn } from './following.ts'
import { conversationsOf, recordAssigned } from './hand-over.ts'
import { addAssignees, unassign, unassignJoined } from './merged-assignees.ts'
import { moveNotes } from './notes.ts'
import { recallReaders } from './readers.ts'
import { latestClick, ownClick } from './referrals.ts'
import { updateConversation } from './rewriting.ts'
import { whatStayed } from './staying.ts'

/** Without what the database makes of the rest. */
export type ConversationRow = Omit<Selectable<Conversations>, Derived> & { assignees: string[] }

/** What follows from the rest, or is only of the moment. */
type Derived = 'state' | 'activeAt' | 'readerIds' | 'unroutedSince'

export interface Summary {
  messageCount: number
  latestMessage: string | null
  latestMessageId: string | null
  lastMessageTime: Date | null
  lastInboundAt: Date | null
  inboundCount: number
  lastDirection: 'inbound' | 'outbound' | null
  waitingSince: Date | null
}

/** What is in the conversations, and lies above them. Asked while they are held: nothing is said in them meanwhile. */
export interface ThreadContents {
  /** What waits to leave goes where it was written to, whatever becomes of the conversation's address. */
  keepAddresses: (trx: Trx, of: InOrganization, conversations: ConversationRow[]) => Promise<void>
  giveTo: (trx: Trx, of: InOrganization, contactId: string, conversationIds: string[]) => Promise<void>
  /** Answers what else went along, for the same to come back. */
  join: (trx: Trx, merge: Merge, from: ConversationRow, to: ConversationRow) => Promise<string[]>
  part: (trx: Trx, merge: Merge, from: ConversationRow, toId: string, along: string[]) => Promise<void>
  summarize: (trx: Trx, organizationId: string, conversationId: string) => Promise<Summary>
  /** By conversation, how much of the contact's was said after that. */
  countSince: (trx: Trx, organizationId: string, contactId: string, time: Date) => Promise<Map<string, number>>
}

type InOrganization = Pick<Merge, 'organizationId'>

interface Joined {
  from: ConversationRow
  to: ConversationRow
  notes: string[]
  along: string[]
  /** Who followed the source. */
  followers?: string[]
}

interface Followed {
  moved: ConversationRow[]
  joined: Joined[]
  /** The target's own, with who was assigned to them. */
  own: ConversationRow[]
}

/**
 * The source's conversations become the target's. Where both spoke on one channel, there is one thread with one contact on
 * one channel: the source's is joined to the target's.
 */
export function followContacts(contents: ThreadContents): MergeStep {
  return {
    name: 'conversations',
    follow: (trx, merge) => keepingCountsOf(trx, merge, () => follow(trx, merge, contents)),
    undo: (trx, merge, saved) => keepingCountsOf(trx, merge, () => undo(trx, merge, contents, saved as Followed)),
  }
}

async function keepingCountsOf<T>(trx: Trx, merge: Merge, work: () => Promise<T>): Promise<T> {
  await holdConversations(trx, merge)
  const which = sql`contact_id = any(${[merge.sourceId, merge.targetId]})`
  return keepingCounts(trx, merge.organizationId, which, work)
}

async function follow(trx: Trx, merge: Merge, contents: ThreadContents): Promise<Followed> {
  const all = await holdConversations(trx, merge)
  await contents.keepAddresses(trx, merge, all)
  const own = all.filter(({ contactId }) => contactId === merge.targetId)
  const theirs = all.filter(({ contactId }) => contactId === merge.sourceId)
  const moved: ConversationRow[] = []
  const joined: Followed['joined'] = []
  for (const from of theirs) {
    const to = own.find(({ channelId }) => channelId === from.channelId)
    if (to) joined.push({ from, to, notes: [], along: [] })
    else moved.push(from)
  }
  await moveAll(trx, merge, contents, moved)
  for (const pair of joined) Object.assign(pair, await joinTo(trx, merge, contents, pair.from, pair.to))
  await recallAssignees(trx, merge.organizationId, ofContacts(merge))
  await recallReaders(trx, merge.organizationId, ofContacts(merge))
  return { moved: moved.map(unspoken), joined: joined.map(unspokenPair), own: own.map(unspoken) }
}

/** What was said last is read again from the messages; kept for an undo it would outlive them. */
function unspoken(row: ConversationRow): ConversationRow {
  return { ...row, latestMessage: null }
}

function unspokenPair(pair: Joined): Joined {
  return { ...pair, from: unspoken(pair.from), to: unspoken(pair.to) }
}

const ofContacts = ({ sourceId, targetId }: Merge) => sql<boolean>`v.contact_id = any(${[sourceId, targetId]})`

/** For update: no message is added until the transaction ends, so that none goes with a conversation that is deleted. */
async function holdConversations(trx: Trx, { organizationId, sourceId, targetId }: Merge): Promise<ConversationRow[]> {
  const found = await sql<Selectable<Conversations>>`
    select * from conversations
    where organization_id = ${organizationId} and contact_id = any(${[sourceId, targetId]}) order by id for update
  `.execute(trx)
  const assigned = await sql<{ conversationId: string; userId: string }>`
    select conversation_id, user_id from conversation_assignees
    where organization_id = ${organizationId} and conversation_id = any(${found.rows.map(({ id }) => id)})
  `.execute(trx)
  return found.rows.map(({ state: _state, activeAt: _at, readerIds: _ids, unroutedSince: _since, ...row }) => ({
    ...row,
    assignees: assigned.rows.filter((each) => each.conversationId === row.id).map(({ userId }) => userId),
  }))
}

async function moveAll(trx: Trx, merge: Merge, contents: ThreadContents, moved: ConversationRow[]): Promise<void> {
  const { organizationId, targetId, actor } = merge
  const ids = moved.map(({ id }) => id)
  if (ids.length === 0) return
  await sql`
    update conversations set contact_id = ${targetId} where organization_id = ${organizationId} and id = any(${ids})
  `.execute(trx)
  await contents.giveTo(trx, merge, targetId, ids)
  await record(
    trx,
    actor,
    'conversation.moved',
    moved.map((row) => ({ ...row, contactId: targetId })),
  )
}

async function joinTo(
  trx: Trx,
  merge: Merge,
  contents: ThreadContents,
  from: ConversationRow,
  to: ConversationRow,
): Promise<Pick<Joined, 'notes' | 'along' | 'followers'>> {
  const { organizationId, actor, mergedAt } = merge
  const followers = await followersIn(trx, organizationId, from.id)
  await addFollowers(trx, organizationId, [to.id], followers)
  const along = await contents.join(trx, merge, from, to)
  const notes = await moveNotes(trx, organizationId, from.id, to.id)
  await trx.deleteFrom('conversations').where('organizationId', '=', organizationId).where('id', '=', from.id).execute()
  const isResolved = from.resolvedAt && to.resolvedAt
  const change = {
    ...(await contents.summarize(trx, organizationId, to.id)),
    unreadCount: from.unreadCount + to.unreadCount,
    unseenAt: to.unseenAt ?? from.unseenAt,
    unseenById: to.unseenAt ? to.unseenById : from.unseenById,
    adClickedAt: latestClick(from, to),
    resolvedAt: isResolved ? to.resolvedAt : null,
    resolvedById: isResolved ? to.resolvedById : null,
    updatedAt: mergedAt,
  }
  await updateConversation(trx, organizationId, to.id, change)
  await addAssignees(trx, organizationId, to.id, from.assignees)
  // Whose the source was: those who do not see where it went are told that it is gone.
  const previous = { previousUserId: from.userId, previousAssignees: from.assignees }
  await record(trx, actor, 'conversation.merged', { ...to, ...change, ...previous, sourceId: from.id } as {
    id: string
  })
  return { notes, along, followers }
}

async function undo(trx: Trx, merge: Merge, contents: ThreadContents, saved: Followed): Promise<Parting> {
  const present = new Map((await holdConversations(trx, merge)).map((row) => [row.id, row]))
  const target = await trx
    .selectFrom('contactAssignees')
    .select('userId')
    .where('organizationId', '=', merge.organizationId)
    .where('contactId', '=', merge.targetId)
    .execute()
  const own = await conversationsOf(
    trx,
    merge.organizationId,
    saved.own.map(({ id }) => id),
  )
  const kept: Kept[] = []
  for (const before of saved.moved)
    kept.push(...(await moveBack(trx, merge, contents, before, present.get(before.id), target)))
  for (const pair of saved.joined) kept.push(...(await partFrom(trx, merge, contents, pair, present.get(pair.to.id))))
  for (const before of saved.own) await unassignJoined(trx, merge, before)
  await recallAssignees(trx, merge.organizationId, ofContacts(merge))
  await recordAssigned(trx, merge.actor, own)
  await recallReaders(trx, merge.organizationId, ofContacts(merge))
  await recallActivity(trx, merge.organizationId, merge.targetId)
  await recallActivity(trx, merge.organizationId, merge.sourceId)
  const said = await contents.countSince(trx, merge.organizationId, merge.targetId, merge.mergedAt)
  const left = await whatStayed(trx, merge, said)
  return { kept: [...kept, ...left.kept], stayed: left.stayed }
}

async function moveBack(
  trx: Trx,
  merge: Merge,
  contents: ThreadContents,
  before: ConversationRow,
  now: ConversationRow | undefined,
  target: Array<{ userId: string }>,
): Promise<Kept[]> {
  const { organizationId, sourceId } = merge
  if (!now) return [gone(before)]
  // What waits keeps its address; the thread itself goes on where it was before.
  await contents.keepAddresses(trx, merge, [now])
  const { userId } = await ownerOf(trx, organizationId, sourceId)
  const change = { contactId: sourceId, channelIdentifier: before.channelIdentifier, userId, updatedAt: new Date() }
  await updateConversation(trx, organizationId, now.id, change)
  await contents.giveTo(trx, merge, sourceId, [now.id])
  const joined = target.map(({ userId: id }) => id).filter((id) => !before.assignees.includes(id))
  await unassign(trx, organizationId, now.id, joined)
  const assignees = now.assignees.filter((id) => !joined.includes(id))
  await record(trx, merge.actor, 'conversation.moved', withPrevious({ ...now, ...change, assignees }, now))
  const added = now.messageCount - before.messageCount
  const message = `${added} messages were added after the merge, and went back with it.`
  return added > 0 ? [{ what: 'conversation', id: now.id, message }] : []
}

async function partFrom(
  trx: Trx,
  merge: Merge,
  contents: ThreadContents,
  { from, to, notes, along, followers = [] }: Joined,
  now: ConversationRow | undefined,
): Promise<Kept[]> {
  const { organizationId, sourceId } = merge
  if (!now) return [gone(from)]
  const { userId } = await ownerOf(trx, organizationId, sourceId)
  const { assignees, ...row } = from
  const people = { userId, resolvedById: null, unseenById: null }
  await trx
    .insertInto('conversations')
    .values({ ...row, ...people, contactId: sourceId, updatedAt: new Date() })
    .execute()
  await addAssignees(trx, organizationId, from.id, assignees)
  await addFollowers(trx, organizationId, [from.id], followers)
  await contents.part(trx, merge, from, now.id, along)
  await moveNotes(trx, organizationId, now.id, from.id, notes)
  const summary = await contents.summarize(trx, organizationId, from.id)
  await updateConversation(trx, organizationId, from.id, {
    ...summary,
    unreadCount: Math.min(from.unreadCount, now.unreadCount),
  })
  await updateConversation(trx, organizationId, now.id, {
    ...(await contents.summarize(trx, organizationId, now.id)),
    unreadCount: Math.max(0, now.unreadCount - from.unreadCount),
    adClickedAt: ownClick(now, { from, to }),
    updatedAt: new Date(),
  })
  await record(trx, merge.actor, 'conversation.parted', { ...from, ...people, ...summary })
  return []
}

async function ownerOf(trx: Trx, organizationId: string, contactId: string): Promise<{ userId: string }> {
  return trx
    .selectFrom('contacts')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow()
}

function gone({ id }: ConversationRow): Kept {
  return { what: 'conversation', id, message: 'It was deleted after the merge, and does not come back.' }
}
