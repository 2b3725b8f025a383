import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { belongingTo, oneUser, ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { readTimeCursor, writeCursor } from '../platform/pagination.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'
import { searchedDigits } from './searched-digits.ts'

export interface ContactQuery {
  page: number
  size: number
  cursor?: string
  search?: string
  source?: string
  status?: string
  /** `my`, `all` or the id of an owner; without it, all that the actor may see. */
  ownerFilter?: string
  createdFrom?: Date
  createdBefore?: Date
}

export interface ContactPage {
  contacts: Contact[]
  total: number
  nextCursor: string | null
}

/** Newest activity first. The total is exact: kept by the writers where nothing is filtered, counted where something is. */
export async function listContacts(db: Database, actor: Actor, query: ContactQuery): Promise<ContactPage> {
  const filters = filtersOf(actor, query)
  const total = filters.length === 0 ? keptTotal(actor) : countedTotal(actor, filters)
  const found = await sql<Contact & { total: number }>`
    select ${contactColumns(actor.organizationId)}, (${total}) as total
    from ${contactTables(actor.organizationId)}
    where contacts.organization_id = ${actor.organizationId} and contacts.id = any(array(${pageOf(actor, query, filters)}))
    order by contacts.last_activity_at desc, contacts.id desc
  `.execute(db)
  const rows = found.rows
  const last = rows.at(-1)
  return {
    contacts: rows,
    total: rows[0]?.total ?? (await totalAlone(db, total)),
    nextCursor: last && rows.length === query.size ? writeCursor([last.lastActivityAt, last.id]) : null,
  }
}

/** Only the ids, from an index alone: whole rows are fetched for the page, not for all that come before it. */
function pageOf(actor: Actor, query: ContactQuery, filters: Array<RawBuilder<unknown>>): RawBuilder<unknown> {
  const conditions = [sql`contacts.organization_id = ${actor.organizationId}`, ...filters]
  if (query.cursor) {
    const { at, id } = readTimeCursor(query.cursor)
    conditions.push(sql`(contacts.last_activity_at, contacts.id) < (${at}, ${id})`)
  }
  const offset = query.cursor ? 0 : (query.page - 1) * query.size
  return sql`
    select contacts.id from contacts where ${sql.join(conditions, sql` and `)}
    order by contacts.last_activity_at desc, contacts.id desc limit ${query.size} offset ${offset}`
}

function keptTotal(actor: Actor): RawBuilder<unknown> {
  return sql`select coalesce(sum(k.contacts), 0)::bigint from contact_counts k where k.organization_id = ${actor.organizationId}`
}

function countedTotal(actor: Actor, filters: Array<RawBuilder<unknown>>): RawBuilder<unknown> {
  const conditions = [sql`contacts.organization_id = ${actor.organizationId}`, ...filters]
  return sql`select count(*) from contacts where ${sql.join(conditions, sql` and `)}`
}

async function totalAlone(db: Database, total: RawBuilder<unknown>): Promise<number> {
  const found = await sql<{ total: number }>`select (${total}) as total`.execute(db)
  return found.rows[0]?.total ?? 0
}

function filtersOf(actor: Actor, query: ContactQuery): Array<RawBuilder<unknown>> {
  const { source, status, createdFrom, createdBefore } = query
  return [
    visibleTo(actor, ownedContacts),
    ownedBy(actor, query.ownerFilter),
    source === undefined ? undefined : sql`contacts.source = ${source}`,
    status === undefined ? undefined : sql`contacts.status = ${status}`,
    createdFrom && sql`contacts.created_at >= ${createdFrom}`,
    createdBefore && sql`contacts.created_at < ${createdBefore}`,
    ...searching(query.search),
  ].filter((filter) => filter !== undefined)
}

function ownedBy(actor: Actor, ownerFilter: string | undefined): RawBuilder<unknown> | undefined {
  if (ownerFilter === undefined || ownerFilter === 'all') return undefined
  if (ownerFilter === 'my') return belongingTo(actor.organizationId, oneUser(actor.userId), ownedContacts)
  return sql`contacts.user_id = ${ownerFilter}`
}

/** Every word must stand somewhere in the names, the email or the number; a phone number may be spelled in any way. */
export function searching(search: string | undefined): Array<RawBuilder<unknown>> {
  const text = search?.trim().normalize('NFC') ?? ''
  if (text === '') return []
  const words = [searchedDigits(text)].filter((digits) => digits !== undefined)
  if (words.length === 0) words.push(...text.split(/\s+/).slice(0, 10))
  return words.map((word) => sql`contacts.search_text like lower(${`%${word.replace(/[\\%_]/g, '\\$&')}%`})`)
}
