import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { changeOne } from './change.ts'
import type { Change } from './change.ts'
import { lockConversation } from './conversations.ts'
import type { Conversation } from './row.ts'

/** What is resolved no longer sleeps. */
export const resolving: Change = {
  event: 'conversation.resolved',
  async apply(trx, actor, held) {
    const now = new Date()
    const resolved = await sql<{ id: string }>`
      update conversations
      set resolved_at = ${now}, resolved_by_id = ${actor.userId}, snoozed_until = null, snoozed_by_id = null,
        unrouted_since = null, updated_at = ${now}
      where organization_id = ${actor.organizationId} and id = any(${held.map(({ id }) => id)}) and resolved_at is null
      returning id
    `.execute(trx)
    return resolved.rows.map(({ id }) => id)
  },
}

export const reopening: Change = {
  event: 'conversation.reopened',
  async apply(trx, actor, held) {
    const reopened = await sql<{ id: string }>`
      update conversations set resolved_at = null, resolved_by_id = null, updated_at = ${new Date()}
      where organization_id = ${actor.organizationId} and id = any(${held.map(({ id }) => id)}) and resolved_at is not null
      returning id
    `.execute(trx)
    return reopened.rows.map(({ id }) => id)
  },
}

export function resolve(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return changeOne(db, actor, id, resolving)
}

export function reopen(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return changeOne(db, actor, id, reopening)
}

/** Two at once toggle twice: each sees what the other left. */
export function toggleResolved(db: Database, actor: Actor, id: string): Promise<Conversation> {
  return transact(db, async (trx) => {
    const conversation = await lockConversation(trx, actor, id)
    return conversation.resolvedAt ? reopen(trx, actor, id) : resolve(trx, actor, id)
  })
}
