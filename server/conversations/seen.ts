import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { lockConversation } from './conversations.ts'

export function markSeen(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, id)
    if (conversation.unreadCount === 0 && conversation.unseenAt === null) return
    const seen = { unreadCount: 0, unseenAt: null, unseenById: null }
    await trx
      .updateTable('conversations')
      .set(seen)
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'conversation.seen', { ...conversation, ...seen })
  })
}

/** Calls for attention again, until somebody marks it seen. */
export function markUnseen(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, id)
    if (conversation.unseenAt !== null) return
    const unseen = { unseenAt: new Date(), unseenById: actor.userId }
    await trx
      .updateTable('conversations')
      .set(unseen)
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .execute()
    await record(trx, actor, 'conversation.unseen', { ...conversation, ...unseen })
  })
}
