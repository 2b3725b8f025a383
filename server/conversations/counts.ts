import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { withOwnPlan } from '../platform/own-plan.ts'
import { conditionsOf, statesOf } from './inbox/conditions.ts'
import type { InboxFilters } from './inbox/conditions.ts'
import { alternativesOf } from './inbox/where.ts'
import { keptCount, keptCounts } from './inbox/kept-counts.ts'
import { listViews, refuseForeign } from './views.ts'

/** Past this many, what is not kept is counted no further: nobody reads that far, and what it costs no longer grows. */
export const mostCounted = 10_000

export const standingViews = {
  mine: { assignee: 'me' },
  unassigned: { assignee: 'none' },
  all: {},
  unread: { unread: true },
  waiting: { waiting: true },
  snoozed: { state: 'snoozed' },
  resolved: { state: 'resolved' },
  mentions: { mentioned: true },
  following: { followed: true },
} satisfies Record<string, InboxFilters>

type StandingView = keyof typeof standingViews

interface Count {
  count: number
  /** False where there are more. */
  isExact: boolean
}

export interface Counts {
  standing: Record<StandingView, Count>
  views: Array<{ id: string; name: string } & Count>
}

/** How long each list is, within what else is filtered. */
export function countInbox(db: Database, actor: Actor, within: InboxFilters): Promise<Counts> {
  return withOwnPlan(db, async (trx) => {
    await refuseForeign(trx, actor, within)
    const saved = await listViews(trx, actor)
    const lists: InboxFilters[] = [
      ...Object.values(standingViews).map((view) => ({ ...within, ...view })),
      ...saved.map(({ filters }) => filters),
    ]
    const counts = await countAll(trx, actor, lists)
    const names = Object.keys(standingViews)
    return {
      standing: Object.fromEntries(names.map((name, index) => [name, counts[index]!])) as Counts['standing'],
      views: saved.map(({ id, name }, index) => ({ id, name, ...counts[names.length + index]! })),
    }
  })
}

/**
 * In one statement, so that all are of the same moment. What is kept is gone through once for all the lists: it is thousands of
 * rows in a large organization, and once for each list was most of what such a count took.
 */
async function countAll(trx: Trx, actor: Actor, lists: InboxFilters[]): Promise<Count[]> {
  const kept = lists.map((list) => keptCount(actor, list))
  const counted = []
  for (const [index, list] of lists.entries()) counted.push(kept[index] ?? (await countedOrNone(trx, actor, list)))
  const found = await sql<{ totals: number[] }>`
    select array[${sql.join(counted)}]::integer[] as totals
    ${kept.some(Boolean) ? sql`from (${await keptCounts(trx, actor)}) as kept` : sql``}
  `.execute(trx)
  return found.rows[0]!.totals.map((total, index) =>
    kept[index] || total <= mostCounted ? { count: total, isExact: true } : { count: mostCounted, isExact: false },
  )
}

/** A view may ask for a field that is gone by now, which its list refuses: it has nothing, and the others are counted all the same. */
async function countedOrNone(trx: Trx, actor: Actor, list: InboxFilters): Promise<RawBuilder<unknown>> {
  try {
    return await countedUpTo(trx, actor, list)
  } catch (error) {
    if (list.where && error instanceof Refusal) return sql`0`
    throw error
  }
}

/** By the very conditions that it is listed by. One more than is told, to know whether there are more. */
async function countedUpTo(trx: Trx, actor: Actor, list: InboxFilters): Promise<RawBuilder<unknown>> {
  const conditions = await conditionsOf(trx, actor, list)
  conditions.push(sql`conversations.state in (${sql.join(statesOf(list).map((state) => sql.lit(state)))})`)
  const found = (await alternativesOf(trx, actor, list.where)).map(
    (alternative) => sql`(
      select conversations.id from conversations
      where ${sql.join([...conditions, alternative], sql` and `)} limit ${mostCounted + 1}
    )`,
  )
  return sql`(select count(*) from (${sql.join(found, sql` union `)}) as listed)`
}
