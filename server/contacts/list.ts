import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { belongingTo, oneUser, ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { havingCustomFields } from './custom-fields.ts'
import type { CustomFilter } from './custom-fields.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact, MessageStatus } from './row.ts'
import { searchedDigits } from './searched-digits.ts'
import { afterCursor, cursorAfter, orderBy, sortingOf } from './sorting.ts'
import type { Order, Sort } from './sorting.ts'
import { totalOf } from './totals.ts'

/** Which contacts are meant: those for which everything holds that is given. */
export interface ContactFilters {
  search?: string
  source?: string
  leadSource?: string
  status?: string
  statuses?: string[]
  /** Null is the first one. */
  pipelineId?: string | null
  /** `my`, `all` or the id of an owner; without it, all that the actor may see. */
  ownerFilter?: string
  /** Owned by one of these. */
  owner?: string[]
  /** Assigned to one of these. */
  assignee?: string[]
  messageStatus?: 'all' | 'unread' | MessageStatus
  lastMessageFrom?: Date
  lastMessageBefore?: Date
  createdFrom?: Date
  createdBefore?: Date
  bulkOnly?: boolean
  blocked?: boolean
  /** With a conversation on it. */
  channelType?: 'sms' | 'facebook' | 'webchat'
  optedOut?: boolean
  active?: boolean
  /** Having all of these. */
  tag?: string[]
  leastMessages?: number
  unresolvedOnly?: boolean
  /** With a conversation on this channel type that is not resolved, or `any`. */
  activeOn?: ContactChannel
  /** Who could be written to there, and has no such conversation. */
  inactiveOn?: ContactChannel
  customFilters?: CustomFilter[]
}

export type ContactChannel = 'sms' | 'facebook' | 'webchat' | 'email' | 'any'

export interface ContactQuery extends ContactFilters {
  page: number
  size: number
  cursor?: string
  sort?: Sort
  order?: Order
}

export interface ContactPage {
  contacts: Contact[]
  total: number
  nextCursor: string | null
}

/** The total is exact. */
export async function listContacts(db: Database, actor: Actor, query: ContactQuery): Promise<ContactPage> {
  const filters = filtersOf(actor, query)
  const total = totalOf(actor, query, filters)
  const sorting = sortingFor(query)
  const found = await sql<Contact & { total: number; sortedBy: Date | string }>`
    select ${contactColumns(actor.organizationId)}, (${total}) as total, ${sorting.column} as sorted_by
    from ${contactTables(actor.organizationId)}
    where contacts.organization_id = ${actor.organizationId} and contacts.id = any(array(${pageOf(actor, query, filters)}))
    ${orderBy(sorting)}
  `.execute(db)
  const rows = found.rows
  const last = rows.at(-1)
  return {
    contacts: rows,
    total: rows[0]?.total ?? (await totalAlone(db, total)),
    nextCursor: last && rows.length === query.size ? cursorAfter(sorting, last) : null,
  }
}

/** Within a period of the last message the list is in the order of that, so that what is outside is not walked through. */
function sortingFor({ sort, order, lastMessageFrom, lastMessageBefore }: ContactQuery) {
  const usual = lastMessageFrom || lastMessageBefore ? 'lastMessage' : 'lastActivity'
  return sortingOf({ sort: sort ?? usual, ...(order ? { order } : {}) })
}

/** Only the ids, from an index alone: whole rows are fetched for the page, not for all that come before it. */
function pageOf(actor: Actor, query: ContactQuery, filters: Array<RawBuilder<unknown>>): RawBuilder<unknown> {
  const conditions = [sql`contacts.organization_id = ${actor.organizationId}`, ...filters]
  const sorting = sortingFor(query)
  if (query.cursor) conditions.push(afterCursor(sorting, query.cursor))
  const offset = query.cursor ? 0 : (query.page - 1) * query.size
  return sql`
    select contacts.id from contacts where ${sql.join(conditions, sql` and `)}
    ${orderBy(sorting)} limit ${query.size} offset ${offset}`
}

async function totalAlone(db: Database, total: RawBuilder<unknown>): Promise<number> {
  const found = await sql<{ total: number }>`select (${total}) as total`.execute(db)
  return found.rows[0]?.total ?? 0
}

export function filtersOf(actor: Actor, query: ContactFilters): Array<RawBuilder<unknown>> {
  const { source, leadSource, status, statuses, createdFrom, createdBefore, lastMessageFrom, lastMessageBefore } = query
  return [
    visibleTo(actor, ownedContacts),
    ownedBy(actor, query.ownerFilter),
    query.owner && sql`contacts.user_id = any(${query.owner})`,
    query.assignee && assignedTo(actor, query.assignee),
    source === undefined ? undefined : sql`contacts.source = ${source}`,
    leadSource === undefined ? undefined : sql`contacts.source = ${leadSource}`,
    status === undefined ? undefined : sql`contacts.status = ${status}`,
    statuses && sql`contacts.status = any(${statuses})`,
    inPipeline(query.pipelineId),
    createdFrom && sql`contacts.created_at >= ${createdFrom}`,
    createdBefore && sql`contacts.created_at < ${createdBefore}`,
    lastMessageFrom && sql`${lastMessage} >= ${lastMessageFrom}`,
    lastMessageBefore && sql`${lastMessage} < ${lastMessageBefore} and contacts.last_message_time is not null`,
    withMessages(actor, query.messageStatus),
    query.leastMessages ? sql`contacts.message_count >= ${query.leastMessages}` : undefined,
    query.bulkOnly ? sql`contacts.is_bulk_sms` : undefined,
    query.blocked === undefined ? undefined : sql`(contacts.blocked_at is not null) = ${query.blocked}`,
    query.tag && sql`contacts.tags @> ${query.tag}`,
    query.channelType && sql`contacts.channel_types @> ${[query.channelType]}`,
    query.optedOut === undefined ? undefined : sql`${hasOptedOut(actor)} = ${query.optedOut}`,
    query.active === undefined ? undefined : sql`${isActive(actor, 'any')} = ${query.active}`,
    query.unresolvedOnly ? inThreads(actor, sql`v.resolved_at is null`) : undefined,
    query.activeOn && isActive(actor, query.activeOn),
    query.inactiveOn && sql`not ${isActive(actor, query.inactiveOn)}`,
    query.inactiveOn && isReachable(actor, query.inactiveOn),
    ...searching(actor.organizationId, query.search),
    ...havingCustomFields(query.customFilters),
  ].filter((filter) => filter !== undefined)
}

function ownedBy(actor: Actor, ownerFilter: string | undefined): RawBuilder<unknown> | undefined {
  if (ownerFilter === undefined || ownerFilter === 'all') return undefined
  if (ownerFilter === 'my') return belongingTo(actor.organizationId, oneUser(actor.userId), ownedContacts)
  return sql`contacts.user_id = ${ownerFilter}`
}

function inPipeline(id: string | null | undefined): RawBuilder<unknown> | undefined {
  if (id === undefined) return undefined
  return id === null ? sql`contacts.pipeline_id is null` : sql`contacts.pipeline_id = ${id}`
}

const lastMessage = sortingOf({ sort: 'lastMessage' }).column

function assignedTo(actor: Actor, userIds: string[]): RawBuilder<unknown> {
  return sql`exists (
    select from contact_assignees a
    where a.organization_id = ${actor.organizationId} and a.contact_id = contacts.id and a.user_id = any(${userIds})
  )`
}

function withMessages(actor: Actor, status: ContactFilters['messageStatus']): RawBuilder<unknown> | undefined {
  if (status === undefined || status === 'all') return undefined
  if (status === 'unread') return inThreads(actor, sql`(v.unread_count > 0 or v.unseen_at is not null)`)
  return sql`contacts.message_status = ${status}`
}

/** At least one conversation with the contact is like this. */
function inThreads(actor: Actor, condition: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (
    select from conversations v
    where v.organization_id = ${actor.organizationId} and v.contact_id = contacts.id and ${condition}
  )`
}

function isActive(actor: Actor, channel: ContactChannel): RawBuilder<unknown> {
  return inThreads(actor, sql`v.resolved_at is null and ${isOn(channel)}`)
}

/** As the contact shows it: at its number, on any channel type. */
function hasOptedOut(actor: Actor): RawBuilder<unknown> {
  return sql`exists (
    select from opt_outs o
    where o.organization_id = ${actor.organizationId} and o.address = contacts.phone_number
      and o.channel_type in ('sms', 'facebook', 'webchat')
  )`
}

/** By a number, by an address, or where the contact has written before. */
function isReachable(actor: Actor, channel: ContactChannel): RawBuilder<unknown> | undefined {
  if (channel === 'any') return undefined
  if (channel === 'sms') return sql`contacts.phone_number is not null`
  if (channel === 'email') return sql`contacts.email is not null`
  return inThreads(actor, isOn(channel))
}

function isOn(channel: ContactChannel): RawBuilder<unknown> {
  return channel === 'any' ? sql`true` : sql`v.channel_type = ${channel}`
}

/**
 * Every word must stand somewhere in the names, the email or a number, with its accents or without; a phone number may be
 * spelled in any way.
 */
export function searching(organizationId: string, search: string | undefined): Array<RawBuilder<unknown>> {
  const text = search?.trim().normalize('NFC') ?? ''
  if (text === '') return []
  const words = [searchedDigits(text)].filter((digits) => digits !== undefined)
  if (words.length === 0) words.push(...text.split(/\s+/).slice(0, 10))
  return words.map((word) => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    const isFound = sql`folded(contacts.search_text) like folded(lower(${pattern}))`
    // Only what may be a number costs the look at those that were kept from merges.
    return /^\+?\d{3,}$/.test(word) ? sql`(${isFound} or ${isKeptNumber(organizationId, pattern)})` : isFound
  })
}

function isKeptNumber(organizationId: string, pattern: string): RawBuilder<unknown> {
  return sql`contacts.id = any(array(
    select k.contact_id from contact_numbers k where k.organization_id = ${organizationId} and k.phone_number like ${pattern}
  ))`
}
