import { sql } from 'kysely'

import { keepingCounts } from '../contacts/thread-counts.ts'
import { availableAmong } from '../identity/availability.ts'
import type { Actor } from '../identity/actor.ts'
import { withPrevious } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { changeOne } from './change.ts'
import { reopen } from './resolution.ts'
import { route } from './routing.ts'
import type { Conversation } from './row.ts'
import { unsnoozing } from './snoozing.ts'

/** The contact wrote: what was resolved or asleep is open again, and somebody who is there gets to answer it. */
export async function resume(trx: Trx, actor: Actor, conversation: Conversation): Promise<void> {
  if (conversation.resolvedAt) await reopen(trx, actor, conversation.id)
  if (conversation.snoozedUntil) await changeOne(trx, actor, conversation.id, unsnoozing)
  const isAnswered = conversation.assignees.length > 0
  if (isAnswered && !conversation.resolvedAt) return
  if (await availableAmong(trx, actor.organizationId, conversation.assignees)) return
  const which = sql`id = ${conversation.id}`
  const routed = await keepingCounts(trx, actor.organizationId, which, () => route(trx, actor, conversation))
  const isNews = routed.assignees.join() !== conversation.assignees.join()
  if (isNews) await record(trx, actor, 'conversation.assigned', withPrevious(routed, conversation))
}
