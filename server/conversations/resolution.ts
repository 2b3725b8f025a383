import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { findConversation, lockConversation } from './conversations.ts'
import type { Conversation } from './row.ts'

/** Resolving twice is resolving once: only the call that changes something leaves an event. */
export function resolve(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return transact(db, async (trx) => {
    await findConversation(trx, actor, id)
    const now = new Date()
    const resolved = await trx
      .updateTable('conversations')
      .set({ resolvedAt: now, resolvedById: actor.userId, updatedAt: now })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .where('resolvedAt', 'is', null)
      .returning('id')
      .executeTakeFirst()
    return changed(trx, actor, id, resolved && 'conversation.resolved')
  })
}

export function reopen(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return transact(db, async (trx) => {
    await findConversation(trx, actor, id)
    const reopened = await trx
      .updateTable('conversations')
      .set({ resolvedAt: null, resolvedById: null, updatedAt: new Date() })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .where('resolvedAt', 'is not', null)
      .returning('id')
      .executeTakeFirst()
    return changed(trx, actor, id, reopened && 'conversation.reopened')
  })
}

/** Two at once toggle twice: each sees what the other left. */
export function toggleResolved(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, id)
    return conversation.resolvedAt ? reopen(trx, actor, id) : resolve(trx, actor, id)
  })
}

async function changed(trx: Trx, actor: Actor, id: string, event: string | undefined): Promise<Conversation> {
  const conversation = await findConversation(trx, actor, id)
  if (event) await record(trx, actor, event, conversation)
  return conversation
}
