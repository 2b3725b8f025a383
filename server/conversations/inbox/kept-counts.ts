import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { within } from '../matches.ts'
import { statesOf, whoseAndWhere } from './conditions.ts'
import type { InboxFilters } from './conditions.ts'

const known = new Set(['state', 'channelType', 'channelId', 'assignee', 'owner', 'unread', 'waiting', 'sort'])

/** What is counted alike, as far as the actor sees it, with what is still to be added: of one moment. */
export async function keptCounts(trx: Trx, actor: Actor): Promise<RawBuilder<unknown>> {
  const { organizationId, userId } = actor
  const visible = (await within(trx, actor, sql.table('alike'))) ?? sql`true`
  return sql`
    select * from (
      select channel_id, channel_type, user_id, assignee_ids, open, snoozed, resolved, waiting, heard, read
      from conversation_tallies t where t.organization_id = ${organizationId} and t.reader_id in ('', ${userId ?? ''})
      union all
      select channel_id, channel_type, user_id, assignee_ids, open, snoozed, resolved, waiting, heard,
        case when c.reader_ids && ${[userId ?? '']}::text[] then read else 0 end
      from conversation_tally_changes c where c.organization_id = ${organizationId}
    ) as alike
    where ${visible}`
}

/** How long the list is, as a sum over `kept`; undefined where that does not tell, and it must be counted. */
export function keptCount(actor: Actor, filters: InboxFilters): RawBuilder<number> | undefined {
  const measure = measureOf(actor, filters)
  if (!measure) return undefined
  const conditions = [sql`true`, ...whoseAndWhere(actor, filters, sql.table('kept'))]
  return sql<number>`coalesce(sum(${measure}) filter (where ${sql.join(conditions, sql` and `)}), 0)`
}

function measureOf(actor: Actor, filters: InboxFilters): RawBuilder<unknown> | undefined {
  const asked = Object.entries(filters).filter(([, value]) => value !== undefined && value !== '')
  if (asked.some(([name]) => !known.has(name))) return undefined
  const states = statesOf(filters)
  const { unread } = filters
  const waiting = filters.sort === 'waiting' ? true : filters.waiting
  if (unread === undefined && waiting === undefined) {
    return sql.join(
      states.map((state) => sql.ref(state)),
      sql` + `,
    )
  }
  // What is not open is neither waited for nor unread for anybody who looks at numbers: it is counted when somebody asks.
  if (states.join() !== 'open' || (unread !== undefined && waiting !== undefined)) return undefined
  if (waiting !== undefined) return waiting ? sql`waiting` : sql`open - waiting`
  if (actor.userId === null) return undefined
  return unread ? sql`heard - read` : sql`open - heard + read`
}
