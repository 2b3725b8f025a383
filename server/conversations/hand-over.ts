import { sql } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import { heirOf } from '../identity/membership.ts'
import { withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Author } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Tasks } from '../platform/jobs.ts'
import { recallAssignees } from './assignees.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

const pieceSize = 200

interface HandOver {
  author: Author
  userId: string
}

/** Also where the contact is somebody else's. */
export const handOverConversations: Subscriber = {
  name: 'conversations.handOver',
  types: ['user.deleted'],
  hear: (trx: Trx, { organizationId, actorType, actorId, subjectId }: Event) =>
    enqueue(trx, 'hand_over_conversations', {
      author: { organizationId, type: actorType, id: actorId },
      userId: subjectId,
    }),
}

export function conversationTasks(db: Database): Tasks {
  return { hand_over_conversations: (asked: HandOver) => handOver(db, asked) }
}

/** In pieces, like the contacts. */
function handOver(db: Database, { author, userId }: HandOver): Promise<void> {
  const { organizationId } = author
  return transact(db, async (trx) => {
    const heirId = await heirOf(trx, organizationId, userId)
    const ids = await nextPiece(trx, organizationId, userId)
    if (heirId === userId || ids.length === 0) return
    const which = sql`id = any(${ids})`
    const before = await conversationsOf(trx, organizationId, ids)
    await keepingCounts(trx, organizationId, which, () => give(trx, organizationId, { ids, userId, heirId }))
    await recordAssigned(trx, author, before)
    await enqueue(trx, 'hand_over_conversations', { author, userId })
  })
}

async function nextPiece(trx: Trx, organizationId: string, userId: string): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from conversations
    where organization_id = ${organizationId} and id in (
      (
        select v.id from conversations v where v.organization_id = ${organizationId} and v.user_id = ${userId}
        limit ${pieceSize}
      )
      union
      (
        select a.conversation_id from conversation_assignees a where a.organization_id = ${organizationId} and a.user_id = ${userId}
        limit ${pieceSize}
      )
    )
    order by id for no key update
  `.execute(trx)
  return found.rows.map((row) => row.id)
}

async function give(
  trx: Trx,
  organizationId: string,
  { ids, userId, heirId }: { ids: string[]; userId: string; heirId: string },
): Promise<void> {
  await sql`
    update conversations set user_id = ${heirId}, updated_at = ${new Date()}
    where organization_id = ${organizationId} and id = any(${ids}) and user_id = ${userId}
  `.execute(trx)
  const left = await sql<{ conversationId: string }>`
    delete from conversation_assignees
    where organization_id = ${organizationId} and user_id = ${userId} and conversation_id = any(${ids})
    returning conversation_id
  `.execute(trx)
  await sql`
    insert into conversation_assignees (organization_id, conversation_id, user_id)
    select ${organizationId}, conversation_id, ${heirId} from unnest(${left.rows.map((row) => row.conversationId)}::text[]) as conversation_id
    on conflict (organization_id, conversation_id, user_id) do nothing
  `.execute(trx)
  await recallAssignees(trx, organizationId, sql`v.id = any(${ids})`)
}

/** What became of conversations that were given to others, of each that was. */
export async function recordAssigned(trx: Trx, author: Author, before: Conversation[]): Promise<void> {
  const known = new Map(before.map((conversation) => [conversation.id, conversation]))
  const after = await conversationsOf(trx, author.organizationId, [...known.keys()])
  const assigned = after.map((conversation) => withPrevious(conversation, known.get(conversation.id)))
  await record(
    trx,
    author,
    'conversation.assigned',
    assigned.filter((conversation) => 'previousAssignees' in conversation),
  )
}

export async function conversationsOf(trx: Trx, organizationId: string, ids: string[]): Promise<Conversation[]> {
  const found = await sql<Conversation>`
    select ${conversationColumns(organizationId)} from conversations
    where conversations.organization_id = ${organizationId} and conversations.id = any(${ids})
  `.execute(trx)
  return found.rows
}
