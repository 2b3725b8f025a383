import { addAssignees } from '../contacts/contacts.ts'
import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { findConversation, lockConversation } from './conversations.ts'
import type { Conversation } from './row.ts'

/** Replaces the assignees. Who is to answer must see whom: they are put on the contact as well. */
export function assign(db: Database, actor: Actor, id: string, userIds: string[]): Promise<Conversation> {
  return transact(db, async (trx) => {
    const before = await lockConversation(trx, actor, id)
    const isSame =
      before.assignees.length === userIds.length && userIds.every((userId) => before.assignees.includes(userId))
    if (isSame) return before

    await addAssignees(trx, actor.organizationId, before.contactId, userIds)
    await replaceAssignees(trx, actor.organizationId, id, userIds)
    await touch(trx, actor.organizationId, id)
    const after = { ...(await findConversation(trx, { ...actor, role: 'ADMIN' }, id)), assignees: userIds }
    await record(trx, actor, 'conversation.assigned', after)
    return after
  })
}

async function replaceAssignees(
  trx: Trx,
  organizationId: string,
  conversationId: string,
  userIds: string[],
): Promise<void> {
  await trx
    .deleteFrom('conversationAssignees')
    .where('organizationId', '=', organizationId)
    .where('conversationId', '=', conversationId)
    .execute()
  if (userIds.length === 0) return
  await trx
    .insertInto('conversationAssignees')
    .values(userIds.map((userId) => ({ organizationId, conversationId, userId })))
    .execute()
    .catch((error: unknown) => {
      throw violates(error, 'conversation_assignees_user_id_fkey') ? notFound('user') : error
    })
}

async function touch(trx: Trx, organizationId: string, id: string): Promise<void> {
  await trx
    .updateTable('conversations')
    .set({ updatedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
