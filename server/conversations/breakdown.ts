import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { keptCounts } from './inbox/kept-counts.ts'

const values = {
  channel: sql`channel_id`,
  channelType: sql`channel_type`,
  owner: sql`user_id`,
  assignee: sql`assignee_id`,
}

export type Dimension = keyof typeof values
export const dimensions = Object.keys(values) as Dimension[]

export interface Share {
  /** Null for what is assigned to nobody. */
  value: string | null
  open: number
  snoozed: number
  resolved: number
  waiting: number
  /** Of what is open; for who is no user of the organization, what the contact has written in. */
  unread: number
}

/** What the actor sees, by one of its sides; exact at any size. What several are assigned to counts for each of them. */
export function breakDown(db: Database, actor: Actor, by: Dimension): Promise<Share[]> {
  return transact(db, async (trx) => {
    const each = by === 'assignee' ? sql`left join lateral unnest(kept.assignee_ids) as a (assignee_id) on true` : sql``
    const found = await sql<Share>`
      with kept as materialized (${await keptCounts(trx, actor)})
      select ${values[by]} as value, sum(open)::bigint as open, sum(snoozed)::bigint as snoozed,
        sum(resolved)::bigint as resolved, sum(waiting)::bigint as waiting, sum(heard - read)::bigint as unread
      from kept ${each}
      group by 1 having sum(open) > 0 or sum(snoozed) > 0 or sum(resolved) > 0 order by 1 nulls first
    `.execute(trx)
    return found.rows
  })
}
