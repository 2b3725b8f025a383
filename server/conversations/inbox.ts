import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { withOwnPlan } from '../platform/own-plan.ts'
import { readTimeCursor, writeCursor } from '../platform/pagination.ts'
import { conditionsOf, statesOf } from './inbox/conditions.ts'
import type { InboxFilters } from './inbox/conditions.ts'
import { alternativesOf } from './inbox/where.ts'
import type { NamedConversation } from './conversations.ts'
import { namedConversationColumns } from './row.ts'
import { asSeenBy } from './seen.ts'

export interface InboxQuery extends InboxFilters {
  sort: 'newest' | 'oldest' | 'waiting'
  size: number
  cursor?: string
}

/** A conversation with what a list shows of its contact and its channel. */
export type InboxRow = NamedConversation & {
  firstName: string | null
  lastName: string | null
  phoneNumber: string | null
  channelName: string
  optedOut: boolean
  /** Its place in the order. */
  activeAt: Date
  /** When it last came back from being snoozed. */
  wokenAt: Date | null
  /** Whether the actor follows it. */
  isFollowed: boolean
  /** What became of the latest message, if it is ours. */
  lastStatus: string | null
}

/** The conversations of all contacts, each with all that a list shows of it. */
export function listInbox(
  db: Database,
  actor: Actor,
  query: InboxQuery,
): Promise<{ conversations: InboxRow[]; nextCursor: string | null }> {
  return withOwnPlan(db, async (trx) => {
    const conversations = await asSeenBy(trx, actor, await pageOf(trx, actor, query))
    const last = conversations.length === query.size ? conversations.at(-1) : undefined
    return { conversations, nextCursor: last ? writeCursor([momentOf(last, query), last.id]) : null }
  })
}

async function pageOf(trx: Trx, actor: Actor, query: InboxQuery): Promise<InboxRow[]> {
  const { organizationId } = actor
  const conditions = await conditionsOf(trx, actor, query)
  if (query.cursor) {
    const { at, id } = readTimeCursor(query.cursor)
    const beyond = query.sort === 'newest' ? sql`<` : sql`>`
    conditions.push(sql`(${sortedBy(query)}, conversations.id) ${beyond} (${at}, ${id})`)
  }
  const order = query.sort === 'newest' ? sql`desc` : sql`asc`
  // The ids first: whole rows are fetched for the page alone. Each state has its own order in the index.
  const alternatives = await alternativesOf(trx, actor, query.where)
  const pages = statesOf(query).flatMap((state) =>
    alternatives.map((alternative) => {
      const all = [...conditions, alternative, sql`conversations.state = ${sql.lit(state)}`]
      return sql`(
        select conversations.id, ${sortedBy(query)} as at from conversations where ${sql.join(all, sql` and `)}
        order by ${sortedBy(query)} ${order}, conversations.id ${order} limit ${query.size}
      )`
    }),
  )
  // What several alternatives find is one row.
  const together = alternatives.length > 1 ? sql` union ` : sql` union all `
  const found = await sql<InboxRow>`
    with page as materialized (
      select id from (${sql.join(pages, together)}) as states order by at ${order}, id ${order} limit ${query.size}
    )
    select ${namedConversationColumns(organizationId)}, contacts.first_name, contacts.last_name, contacts.phone_number,
      channels.name as channel_name, conversations.active_at, conversations.woken_at,
      case when conversations.last_direction = 'outbound' then (
        select m.status from messages m where m.organization_id = ${organizationId} and m.id = conversations.latest_message_id
      ) end as last_status, exists (
        select from opt_outs o where o.organization_id = ${organizationId}
          and o.channel_type = conversations.channel_type and o.address = conversations.channel_identifier
      ) as opted_out, exists (
        select from conversation_followers f where f.organization_id = ${organizationId}
          and f.conversation_id = conversations.id and f.user_id = ${actor.userId}
      ) as is_followed
    from page
    join conversations on conversations.organization_id = ${organizationId} and conversations.id = page.id
    join contacts on contacts.organization_id = ${organizationId} and contacts.id = conversations.contact_id
    join channels on channels.organization_id = ${organizationId} and channels.id = conversations.channel_id
    order by ${sortedBy(query)} ${order}, conversations.id ${order}
  `.execute(trx)
  return found.rows
}

function sortedBy({ sort }: InboxQuery): RawBuilder<Date> {
  return sort === 'waiting' ? sql`conversations.waiting_since` : sql`conversations.active_at`
}

function momentOf(row: InboxRow, { sort }: InboxQuery): Date | null {
  return sort === 'waiting' ? row.waitingSince : row.activeAt
}
