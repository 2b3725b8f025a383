import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { searching } from '../../contacts/list.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { newestMatches, within } from '../matches.ts'
import { toTag } from '../tags.ts'

export type State = 'open' | 'snoozed' | 'resolved'

export interface InboxFilters {
  /** Without it, what is open. */
  state?: State | 'all'
  channelType?: string
  channelId?: string
  /** `me`, `none` or a user's id. */
  assignee?: string
  /** `me` or a user's id. */
  owner?: string
  unread?: boolean
  waiting?: boolean
  optedOut?: boolean
  tag?: string
  /** Words of the contact's names, email or number. */
  search?: string
  /** Words of messages. */
  text?: string
  sort?: string
}

type Condition = RawBuilder<unknown>

export function statesOf({ state = 'open' }: InboxFilters): State[] {
  return state === 'all' ? ['open', 'snoozed', 'resolved'] : [state]
}

/** What must hold of a conversation to be listed, and so to be counted. All but its state. */
export async function conditionsOf(trx: Trx, actor: Actor, filters: InboxFilters): Promise<Condition[]> {
  const { organizationId } = actor
  const { channelType, channelId, optedOut, unread, tag } = filters
  const conditions = [
    sql`conversations.organization_id = ${organizationId}`,
    await within(trx, actor),
    assignedTo(actor, filters.assignee),
    filters.owner && sql`conversations.user_id = ${meOr(actor, filters.owner)}`,
    channelType && sql`conversations.channel_type = ${channelType}`,
    channelId && sql`conversations.channel_id = ${channelId}`,
    unread === undefined ? undefined : sql`${unreadBy(actor)} = ${unread}`,
    filters.sort === 'waiting' || filters.waiting ? sql`conversations.waiting_since is not null` : undefined,
    filters.waiting === false ? sql`conversations.waiting_since is null` : undefined,
    optedOut === undefined ? undefined : sql`${isOptedOut(organizationId)} = ${optedOut}`,
    tag && sql`conversations.tags <> '{}' and conversations.tags @> ${[toTag(tag)]}::text[]`,
    ofContact(organizationId, filters.search),
    await saying(trx, actor, filters.text),
  ]
  return conditions.filter((condition) => condition !== undefined && condition !== '')
}

function assignedTo(actor: Actor, assignee: string | undefined): Condition | undefined {
  if (assignee === undefined) return undefined
  if (assignee === 'none') return sql`conversations.assignee_ids = '{}'`
  return sql`conversations.assignee_ids && ${[meOr(actor, assignee)]}::text[]`
}

function meOr(actor: Actor, user: string): string {
  return user === 'me' ? (actor.userId ?? '') : user
}

/** By the same rule as seen.ts tells it of what a list shows. */
function unreadBy(actor: Actor): Condition {
  if (actor.userId === null) return sql`(conversations.unread_count > 0 or conversations.unseen_at is not null)`
  return sql`coalesce((
    select s.unseen_at is not null or s.inbound_count < conversations.inbound_count from conversation_seen s
    where s.organization_id = ${actor.organizationId} and s.conversation_id = conversations.id and s.user_id = ${actor.userId}
  ), conversations.inbound_count > 0)`
}

function isOptedOut(organizationId: string): Condition {
  return sql`exists (
    select from opt_outs o where o.organization_id = ${organizationId}
      and o.channel_type = conversations.channel_type and o.address = conversations.channel_identifier
  )`
}

function ofContact(organizationId: string, search: string | undefined): Condition | undefined {
  const words = searching(organizationId, search)
  if (words.length === 0) return undefined
  return sql`conversations.contact_id in (
    select contacts.id from contacts where contacts.organization_id = ${organizationId} and ${sql.join(words, sql` and `)}
  )`
}

const mostMatches = 1000

/** The conversations of the newest thousand messages that match: whoever needs more says more words. */
async function saying(trx: Trx, actor: Actor, text: string | undefined): Promise<Condition | undefined> {
  if (text === undefined || text.trim() === '') return undefined
  const matches = await newestMatches(trx, actor, { text, limit: mostMatches })
  const ids = [...new Set(matches.map(({ conversationId }) => conversationId))]
  return sql`conversations.id = any(${ids}::text[])`
}
