import type { Selectable } from 'kysely'

import { findConversation } from '../conversations/conversations.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { Drafts } from '../platform/schema.ts'

export type Draft = Selectable<Drafts>

interface Written {
  content: string
  /** Of a note to colleagues, and not of a message. */
  isNote?: boolean
}

/** What the actor has begun to write there; nobody else ever sees it. */
export async function findDraft(db: Database, actor: Actor, conversationId: string): Promise<Draft | undefined> {
  await findConversation(db, actor, conversationId)
  if (actor.userId === null) return undefined
  return db
    .selectFrom('drafts')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('conversationId', '=', conversationId)
    .where('userId', '=', actor.userId)
    .executeTakeFirst()
}

/**
 * The newest words replace what was kept; none at all is none. It leaves no event: what nobody has said did not happen, and
 * the log is read by others.
 */
export function keepDraft(
  db: Database,
  actor: Actor,
  conversationId: string,
  { content, isNote = false }: Written,
): Promise<Draft | undefined> {
  return transact(db, async (trx) => {
    await findConversation(trx, actor, conversationId)
    const { organizationId, userId } = actor
    if (userId === null) throw new Refusal(409, 'no_user', 'Only a user has drafts: log in as one.')
    if (content.trim() === '') {
      await discardDraft(trx, actor, conversationId)
      return undefined
    }
    return trx
      .insertInto('drafts')
      .values({ organizationId, conversationId, userId, content, isNote, updatedAt: new Date() })
      .onConflict((conflict) =>
        conflict.columns(['organizationId', 'conversationId', 'userId']).doUpdateSet((eb) => ({
          content: eb.ref('excluded.content'),
          isNote: eb.ref('excluded.isNote'),
          updatedAt: eb.ref('excluded.updatedAt'),
        })),
      )
      .returningAll()
      .executeTakeFirst()
  })
}

export function discardDraft(db: Database, actor: Actor, conversationId: string): Promise<void> {
  return transact(db, async (trx) => {
    await findConversation(trx, actor, conversationId)
    if (actor.userId === null) return
    await trx
      .deleteFrom('drafts')
      .where('organizationId', '=', actor.organizationId)
      .where('conversationId', '=', conversationId)
      .where('userId', '=', actor.userId)
      .execute()
  })
}

export async function pruneDrafts(db: Database, organizationId: string, olderThan: Date): Promise<void> {
  await db
    .deleteFrom('drafts')
    .where('organizationId', '=', organizationId)
    .where('updatedAt', '<', olderThan)
    .execute()
}
