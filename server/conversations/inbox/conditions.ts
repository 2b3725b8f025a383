import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { searching } from '../../contacts/list.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Trx } from '../../platform/database.ts'
import { newestMatches, within } from '../matches.ts'
import { toTag } from '../tags.ts'
import type { Where } from './where-schema.ts'

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
  /** For how long the contact has waited at least. */
  waitingMinutes?: number
  /** Whether a note mentions the actor. */
  mentioned?: boolean
  /** Whether the actor follows it. */
  followed?: boolean
  /** The contact's stage. */
  status?: string
  /** Of these alone. */
  ids?: string[]
  /** Words of the contact's names, email or number. */
  search?: string
  /** Words of messages. */
  text?: string
  /** What else is to hold, where one condition beside the other does not say it. */
  where?: Where
  sort?: string
}

type Condition = RawBuilder<unknown>

export function statesOf({ state = 'open' }: InboxFilters): State[] {
  return state === 'all' ? ['open', 'snoozed', 'resolved'] : [state]
}

/** What must hold of a conversation to be listed, and so to be counted. All but its state, and `where`. */
export async function conditionsOf(trx: Trx, actor: Actor, filters: InboxFilters): Promise<Condition[]> {
  const { organizationId } = actor
  const { ids, sort } = filters
  const conditions = [
    sql`conversations.organization_id = ${organizationId}`,
    ids && sql`conversations.id = any(${ids}::text[])`,
    await within(trx, actor),
    sort === 'waiting' ? sql`conversations.waiting_since is not null` : undefined,
    ...factsOf(actor, filters),
    ofContact(organizationId, filters.search),
    await saying(trx, actor, filters.text),
  ]
  return conditions.filter((condition) => condition !== undefined)
}

/** What is asked of a conversation by itself. */
export function factsOf(actor: Actor, filters: InboxFilters): Condition[] {
  const { organizationId } = actor
  const { unread, waiting, waitingMinutes, optedOut, tag, mentioned, followed, status } = filters
  const conditions = [
    ...whoseAndWhere(actor, filters),
    unread === undefined ? undefined : sql`${unreadBy(actor)} = ${unread}`,
    waiting && sql`conversations.waiting_since is not null`,
    waiting === false ? sql`conversations.waiting_since is null` : undefined,
    waitingMinutes && waitingFor(waitingMinutes),
    optedOut === undefined ? undefined : sql`${isOptedOut(organizationId)} = ${optedOut}`,
    tag && sql`(conversations.tags <> '{}' and conversations.tags @> ${[toTag(tag)]}::text[])`,
    mentioned === undefined ? undefined : mentioning(actor, mentioned),
    followed === undefined ? undefined : followedBy(actor, followed),
    status && inStage(organizationId, status),
  ]
  return conditions.filter((condition): condition is Condition => Boolean(condition))
}

/** Whose conversations, and where: what is true alike of many, and so is asked of what is counted alike as well. */
export function whoseAndWhere(
  actor: Actor,
  { assignee, owner, channelType, channelId }: InboxFilters,
  from = sql.table('conversations'),
): Condition[] {
  const conditions = [
    assignee === 'none' && sql`${from}.assignee_ids = '{}'`,
    assignee && assignee !== 'none' && sql`${from}.assignee_ids && ${[meOr(actor, assignee)]}::text[]`,
    owner && sql`${from}.user_id = ${meOr(actor, owner)}`,
    channelType && sql`${from}.channel_type = ${channelType}`,
    channelId && sql`${from}.channel_id = ${channelId}`,
  ]
  return conditions.filter((condition): condition is Condition => Boolean(condition))
}

function meOr(actor: Actor, user: string): string {
  return user === 'me' ? (actor.userId ?? '') : user
}

/** By the same rule as seen.ts tells it of what a list shows. */
function unreadBy(actor: Actor): Condition {
  if (actor.userId === null) return sql`(conversations.unread_count > 0 or conversations.unseen_at is not null)`
  return sql`((conversations.inbound_count > 0) <> (conversations.reader_ids && ${[actor.userId]}::text[]))`
}

function isOptedOut(organizationId: string): Condition {
  return sql`exists (
    select from opt_outs o where o.organization_id = ${organizationId}
      and o.channel_type = conversations.channel_type and o.address = conversations.channel_identifier
  )`
}

const mostMentions = 1000

/** By the newest thousand notes that mention somebody: what lies further back was dealt with, or is found by its words. */
function mentioning({ organizationId, userId }: Actor, mentioned: boolean): Condition {
  return sql`${mentioned ? sql`` : sql`not `}conversations.id = any(array(
    select n.conversation_id from conversation_notes n
    where n.organization_id = ${organizationId} and n.mentions <> '{}' and n.mentions @> ${[userId ?? '']}::text[]
    order by n.id desc limit ${mostMentions}
  ))`
}

const mostFollowed = 1000

function followedBy({ organizationId, userId }: Actor, isFollowed: boolean): Condition {
  return sql`${isFollowed ? sql`` : sql`not `}conversations.id = any(array(
    select f.conversation_id from conversation_followers f
    where f.organization_id = ${organizationId} and f.user_id = ${userId ?? ''}
    order by f.followed_at desc, f.conversation_id limit ${mostFollowed}
  ))`
}

function waitingFor(minutes: number): Condition {
  const since = new Date(Date.now() - minutes * 60_000)
  return sql`(conversations.waiting_since is not null and conversations.waiting_since <= ${since})`
}

function inStage(organizationId: string, status: string): Condition {
  return sql`conversations.contact_id in (
    select contacts.id from contacts where contacts.organization_id = ${organizationId} and contacts.status = ${status}
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
