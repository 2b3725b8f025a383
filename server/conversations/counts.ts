import { sql } from 'kysely'

import { findChannel } from '../channels/channels.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { withOwnPlan } from '../platform/own-plan.ts'
import { conditionsOf, statesOf } from './inbox/conditions.ts'
import type { InboxFilters } from './inbox/conditions.ts'
import { listViews } from './views.ts'

/** Past this many a list is counted no further: nobody reads that far, and what it costs no longer grows. */
export const mostCounted = 10_000

export const standingViews = {
  mine: { assignee: 'me' },
  unassigned: { assignee: 'none' },
  all: {},
  unread: { unread: true },
  waiting: { waiting: true },
  snoozed: { state: 'snoozed' },
  resolved: { state: 'resolved' },
} satisfies Record<string, InboxFilters>

type StandingView = keyof typeof standingViews

export interface Counts {
  counts: Record<StandingView, number>
  views: Array<{ id: string; name: string; count: number }>
}

/** How long each list is, within what else is filtered: by the very conditions that it is listed by. */
export function countInbox(db: Database, actor: Actor, within: InboxFilters): Promise<Counts> {
  return withOwnPlan(db, async (trx) => {
    if (within.channelId) await findChannel(trx, actor, within.channelId)
    const saved = await listViews(trx, actor)
    const lists: InboxFilters[] = [
      ...Object.values(standingViews).map((view) => ({ ...within, ...view })),
      ...saved.map(({ filters }) => filters),
    ]
    const totals = await countAll(trx, actor, lists)
    const names = Object.keys(standingViews)
    return {
      counts: Object.fromEntries(names.map((name, index) => [name, totals[index]!])) as Counts['counts'],
      views: saved.map(({ id, name }, index) => ({ id, name, count: totals[names.length + index]! })),
    }
  })
}

/** In one statement, so that all are of the same moment. */
async function countAll(trx: Trx, actor: Actor, lists: InboxFilters[]): Promise<number[]> {
  const counted = []
  for (const list of lists) {
    const conditions = await conditionsOf(trx, actor, list)
    conditions.push(sql`conversations.state in (${sql.join(statesOf(list).map((state) => sql.lit(state)))})`)
    counted.push(sql`(
      select count(*) from (
        select conversations.id from conversations where ${sql.join(conditions, sql` and `)} limit ${mostCounted}
      ) as listed
    )`)
  }
  const found = await sql<{ totals: number[] }>`select array[${sql.join(counted)}]::integer[] as totals`.execute(trx)
  return found.rows[0]!.totals
}
