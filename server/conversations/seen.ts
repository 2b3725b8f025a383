import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo } from '../identity/visibility.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { changeOne } from './change.ts'
import type { Change } from './change.ts'
import { recallReaders } from './readers.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

interface Position {
  conversationId: string
  inboundCount: number
  unseenAt: Date | null
}

type Countable = Pick<Conversation, 'id' | 'inboundCount' | 'unreadCount' | 'unseenAt'>

export async function markSeen(db: Database, actor: Actor, id: string): Promise<void> {
  await changeOne(db, actor, id, seeing)
}

export async function markUnseen(db: Database, actor: Actor, id: string): Promise<void> {
  await changeOne(db, actor, id, unseeing)
}

/** With what the actor has not seen of them. Who is no user of the organization is told what nobody has seen. */
export async function asSeenBy<T extends Countable>(db: Database, actor: Actor, conversations: T[]): Promise<T[]> {
  if (actor.userId === null || conversations.length === 0) return conversations
  const positions = await positionsOf(db, actor, conversations)
  return conversations.map((conversation) => ({ ...conversation, ...countFor(conversation, positions) }))
}

/** One conversation with what the actor has not seen of it, in one statement: most reads are this one. */
export async function findAsSeen(db: Database, actor: Actor, id: string): Promise<Conversation> {
  const { organizationId, userId } = actor
  const found = await sql<Conversation & { seenCount: number | null; calledAt: Date | null }>`
    select ${conversationColumns(organizationId)}, s.inbound_count as seen_count, s.unseen_at as called_at
    from conversations
    left join conversation_seen s on s.organization_id = ${organizationId} and s.user_id = ${userId}
      and s.conversation_id = conversations.id
    where conversations.organization_id = ${organizationId} and conversations.id = ${id}
      and ${visibleTo(actor, ownedConversations) ?? sql`true`}
  `.execute(db)
  const [row] = found.rows
  if (!row) throw notFound('conversation')
  if (userId === null) return row
  return { ...row, unreadCount: Math.max(0, row.inboundCount - (row.seenCount ?? 0)), unseenAt: row.calledAt }
}

function countFor({ id, inboundCount }: Countable, positions: Map<string, Position>) {
  const position = positions.get(id)
  // What somebody merged or erased may have made the number smaller than what was seen.
  const unreadCount = Math.max(0, inboundCount - (position?.inboundCount ?? 0))
  return { unreadCount, unseenAt: position?.unseenAt ?? null }
}

/** The actor has seen all that there is; what others have not seen stays so for them. */
export const seeing: Change = {
  event: 'conversation.seen',
  async apply(trx, actor, held) {
    const unseen = (await asSeenBy(trx, actor, held)).filter(isUnseen).map(({ id }) => id)
    if (unseen.length === 0) return []
    await sql`
      update conversations set unread_count = 0, unseen_at = null, unseen_by_id = null
      where organization_id = ${actor.organizationId} and id = any(${unseen}) and (unread_count > 0 or unseen_at is not null)
    `.execute(trx)
    await keepPositions(trx, actor, unseen, null)
    return unseen
  },
}

/** Calls for the actor's attention again, until they have seen it. */
export const unseeing: Change = {
  event: 'conversation.unseen',
  async apply(trx, actor, held) {
    const seen = (await asSeenBy(trx, actor, held)).filter(({ unseenAt }) => unseenAt === null).map(({ id }) => id)
    if (seen.length === 0) return []
    const now = new Date()
    if (actor.userId !== null) await keepPositions(trx, actor, seen, now)
    else await callForAttention(trx, actor, seen, now)
    return seen
  },
}

function isUnseen({ unreadCount, unseenAt }: Countable): boolean {
  return unreadCount > 0 || unseenAt !== null
}

async function positionsOf(db: Database, actor: Actor, conversations: Countable[]): Promise<Map<string, Position>> {
  const found = await sql<Position>`
    select conversation_id, inbound_count, unseen_at from conversation_seen
    where organization_id = ${actor.organizationId} and user_id = ${actor.userId}
      and conversation_id = any(${conversations.map(({ id }) => id)})
  `.execute(db)
  return new Map(found.rows.map((position) => [position.conversationId, position]))
}

/** Marking unseen leaves the number as it was; marking seen brings it to what there is. */
async function keepPositions(trx: Trx, actor: Actor, ids: string[], unseenAt: Date | null): Promise<void> {
  if (actor.userId === null) return
  const counted = unseenAt === null ? sql`v.inbound_count` : sql`0`
  const kept = unseenAt === null ? sql`excluded.inbound_count` : sql`conversation_seen.inbound_count`
  await sql`
    insert into conversation_seen (organization_id, user_id, conversation_id, inbound_count, unseen_at, seen_at)
    select ${actor.organizationId}, ${actor.userId}, v.id, ${counted}, ${unseenAt}::timestamptz, ${new Date()}::timestamptz
    from conversations v where v.organization_id = ${actor.organizationId} and v.id = any(${ids})
    on conflict (organization_id, conversation_id, user_id) do update
    set inbound_count = ${kept}, unseen_at = excluded.unseen_at, seen_at = excluded.seen_at
  `.execute(trx)
  await recallReaders(trx, actor.organizationId, sql`v.id = any(${ids})`)
}

async function callForAttention(trx: Trx, actor: Actor, ids: string[], at: Date): Promise<void> {
  await sql`
    update conversations set unseen_at = ${at} where organization_id = ${actor.organizationId} and id = any(${ids})
  `.execute(trx)
}

/** Of two parts of what was one, with so many inbound messages left in the first: each is seen as far as the whole was. */
export async function partPositions(
  trx: Trx,
  organizationId: string,
  { fromId, toId, leftCount }: { fromId: string; toId: string; leftCount: number },
): Promise<void> {
  await sql`
    insert into conversation_seen (organization_id, user_id, conversation_id, inbound_count, unseen_at, seen_at)
    select s.organization_id, s.user_id, ${toId}, greatest(s.inbound_count - ${leftCount}::integer, 0), null, s.seen_at
    from conversation_seen s where s.organization_id = ${organizationId} and s.conversation_id = ${fromId}
  `.execute(trx)
  await sql`
    update conversation_seen set inbound_count = ${leftCount}
    where organization_id = ${organizationId} and conversation_id = ${fromId} and inbound_count > ${leftCount}
  `.execute(trx)
}
