import { changesPeople, refuseTakeover } from '../contacts/protection.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { replaceAssignees } from './assignees.ts'
import { changeOne } from './change.ts'
import type { Change } from './change.ts'
import type { Conversation } from './row.ts'

export function assign(db: Database, actor: Actor, id: string, userIds: string[]): Promise<Conversation> {
  return changeOne(db, actor, id, assigning(userIds))
}

/** Replaces the assignees. */
export function assigning(userIds: string[]): Change {
  return {
    event: 'conversation.assigned',
    reachesContacts: true,
    async apply(trx, actor, held) {
      const others = held.filter(({ assignees }) => !isSame(assignees, userIds))
      const taken = others.filter(({ assignees }) => changesPeople(actor, assignees, userIds))
      await refuseTakeover(trx, actor, [...new Set(taken.map(({ contactId }) => contactId))], 'assignees')
      if (others.length > 0) await replaceAssignees(trx, actor.organizationId, others, userIds)
      return others.map(({ id }) => id)
    },
  }
}

function isSame(present: string[], wanted: string[]): boolean {
  return present.length === wanted.length && wanted.every((userId) => present.includes(userId))
}
