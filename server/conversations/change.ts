import { sql } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import type { Actor } from '../identity/actor.ts'
import { ownedConversations, visibleTo, withPrevious } from '../identity/visibility.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { holdContactsOf } from './correspondents.ts'
import { conversationColumns } from './row.ts'
import type { Conversation } from './row.ts'

/** Something that can be done to one conversation or to many at once. */
export interface Change {
  /** What each conversation that it changed is told of in the log. */
  event: string
  /** It changes their contacts as well, which are held before. */
  reachesContacts?: true
  /** What the event says besides how the conversation is then. */
  said?: (actor: Actor) => object
  /** Changes those of these that it can; answers their ids. They are held, and what the actor may see. */
  apply: (trx: Trx, actor: Actor, held: Conversation[]) => Promise<string[]>
}

export interface Changed {
  id: string
  outcome: 'changed' | 'unchanged' | 'not_found'
  conversation: Conversation | null
}

/** All in one transaction, an event for each that changed; the answers are in the order of the ids. */
export function changeMany(db: Database, actor: Actor, ids: string[], change: Change): Promise<Changed[]> {
  return transact(db, async (trx) => {
    if (change.reachesContacts) await holdContactsOf(trx, actor.organizationId, ids)
    const held = await holdConversations(trx, actor, ids)
    const changed = new Set(held.length > 0 ? await applyCounted(trx, actor, held, change) : [])
    const fresh = await readConversations(trx, actor.organizationId, [...changed])
    const known = new Map(held.map((conversation) => [conversation.id, conversation]))
    await record(
      trx,
      actor,
      change.event,
      fresh.map((after) => ({ ...withPrevious(after, known.get(after.id)), ...change.said?.(actor) })),
    )
    for (const conversation of fresh) known.set(conversation.id, conversation)
    return ids.map((id) => {
      const conversation = known.get(id) ?? null
      const outcome = changed.has(id) ? 'changed' : conversation ? 'unchanged' : 'not_found'
      return { id, outcome, conversation }
    })
  })
}

function applyCounted(trx: Trx, actor: Actor, held: Conversation[], change: Change): Promise<string[]> {
  const which = sql`id = any(${held.map(({ id }) => id)})`
  return keepingCounts(trx, actor.organizationId, which, () => change.apply(trx, actor, held))
}

/** Doing it twice is doing it once: only the call that changes something leaves an event. */
export async function changeOne(db: Database, actor: Actor, id: string, change: Change): Promise<Conversation> {
  const [changed] = await changeMany(db, actor, [id], change)
  if (!changed?.conversation) throw notFound('conversation')
  return changed.conversation
}

/** In the order of their ids, so that two who change the same ones wait for each other and never both. */
async function holdConversations(trx: Trx, actor: Actor, ids: string[]): Promise<Conversation[]> {
  // First held, then read: whoever waited sees what became of them.
  await sql`
    select id from conversations where organization_id = ${actor.organizationId} and id = any(${ids}) order by id for update
  `.execute(trx)
  const found = await sql<Conversation>`
    select ${conversationColumns(actor.organizationId)} from conversations
    where conversations.organization_id = ${actor.organizationId} and conversations.id = any(${ids})
      and ${visibleTo(actor, ownedConversations) ?? sql`true`}
    order by conversations.id
  `.execute(trx)
  return found.rows
}

/** Whoever just gave a conversation away is still told what became of it. */
async function readConversations(trx: Trx, organizationId: string, ids: string[]): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const found = await sql<Conversation>`
    select ${conversationColumns(organizationId)} from conversations
    where conversations.organization_id = ${organizationId} and conversations.id = any(${ids})
    order by conversations.id
  `.execute(trx)
  return found.rows
}
