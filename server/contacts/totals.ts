import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import type { ContactFilters, ContactQuery } from './list.ts'

/** Filters that the tallies know, and what says nothing of which contacts are meant. */
const tallied = new Set([
  'page',
  'size',
  'cursor',
  'sort',
  'order',
  'status',
  'statuses',
  'pipelineId',
  'owner',
  'ownerFilter',
])

/**
 * The exact number of what a list holds: kept by the writers where nothing is filtered, and for an admin where it is by status
 * and owner; counted where something else is.
 */
export function totalOf(actor: Actor, query: ContactQuery, filters: Array<RawBuilder<unknown>>): RawBuilder<unknown> {
  if (filters.length === 0) {
    return sql`select coalesce(sum(k.contacts), 0)::bigint from contact_counts k where k.organization_id = ${actor.organizationId}`
  }
  if (isTallied(actor, query)) {
    return sql`select coalesce(sum(t.contacts), 0)::bigint from contact_tallies t where ${tallyConditions(actor, query)}`
  }
  const conditions = [sql`contacts.organization_id = ${actor.organizationId}`, ...filters]
  return sql`select count(*) from contacts where ${sql.join(conditions, sql` and `)}`
}

/** The same number of each status; statuses without any are left out. */
export async function totalsByStatus(
  db: Database,
  actor: Actor,
  query: ContactFilters,
  filters: Array<RawBuilder<unknown>>,
): Promise<Map<string, number>> {
  const conditions = sql.join([sql`contacts.organization_id = ${actor.organizationId}`, ...filters], sql` and `)
  const statement = isTallied(actor, query)
    ? sql<{ status: string; contacts: number }>`
        select t.status, sum(t.contacts)::bigint as contacts from contact_tallies t where ${tallyConditions(actor, query)}
        group by t.status having sum(t.contacts) > 0 order by t.status`
    : sql<{ status: string; contacts: number }>`
        select contacts.status, count(*) as contacts from contacts where ${conditions}
        group by contacts.status order by contacts.status`
  const found = await statement.execute(db)
  return new Map(found.rows.map(({ status, contacts }) => [status, contacts]))
}

function isTallied(actor: Actor, query: ContactFilters): boolean {
  if (visibleTo(actor, ownedContacts) || query.ownerFilter === 'my') return false
  return Object.entries(query).every(([name, value]) => value === undefined || tallied.has(name))
}

function tallyConditions(
  actor: Actor,
  { status, statuses, pipelineId, owner, ownerFilter }: ContactFilters,
): RawBuilder<unknown> {
  const conditions = [
    sql`t.organization_id = ${actor.organizationId}`,
    status === undefined ? undefined : sql`t.status = ${status}`,
    statuses && sql`t.status = any(${statuses})`,
    pipelineId === undefined ? undefined : sql`t.pipeline_id = ${pipelineId ?? ''}`,
    owner && sql`t.user_id = any(${owner})`,
    ownerFilter === undefined || ownerFilter === 'all' ? undefined : sql`t.user_id = ${ownerFilter}`,
  ]
  return sql.join(
    conditions.filter((condition) => condition !== undefined),
    sql` and `,
  )
}
