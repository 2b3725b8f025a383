import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { viewersOf } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { matching, resembling } from './words.ts'

export interface Match {
  id: string
  conversationId: string
}

export interface Question {
  text: string
  /** Only what was said before this message. */
  before?: string | undefined
  conversationId?: string | undefined
  contactId?: string | undefined
  limit: number
}

const walked = 10_000

/**
 * The newest messages in which all these words stand, and which the actor may see.
 *
 * No plan suits every word: the index knows no order, so a frequent one would be fetched a million times for a page of 25,
 * and along the newest messages a rare one is met after all the others. Nor can the planner tell which it is: for the
 * beginning of a word it always guesses 2 %. So the newest 10,000 are walked, where the frequent ones fill the page; what
 * does not is rare enough for the index.
 */
export async function newestMatches(trx: Trx, actor: Actor, question: Question): Promise<Match[]> {
  const match = await matching(trx, question.text)
  if (!match) return []
  const narrow = narrowed(question)
  const boundary = await walkedUntil(trx, actor, narrow)
  const newest = await walk(trx, actor, question, sql`${narrow} and ${resembling(question.text)}`, match, boundary)
  if (boundary === undefined || newest.length === question.limit) return newest
  const rest = { ...question, before: boundary, limit: question.limit - newest.length }
  return [...newest, ...(await lookUp(trx, actor, rest, match))]
}

/** The part of the inbox that is the actor's, by values that the planner knows how often they occur. */
export async function within(
  trx: Trx,
  actor: Actor,
  from = sql.table('conversations'),
): Promise<RawBuilder<unknown> | undefined> {
  const viewers = await viewersOf(trx, actor)
  if (viewers === undefined) return undefined
  return sql`(${from}.user_id = any(${viewers}) or ${from}.assignee_ids && ${viewers}::text[])`
}

function narrowed({ before, conversationId, contactId }: Question): RawBuilder<unknown> {
  const conditions = [
    sql`true`,
    before && sql`id < ${before}`,
    conversationId && sql`conversation_id = ${conversationId}`,
    contactId && sql`contact_id = ${contactId}`,
  ]
  return sql.join(
    conditions.filter((condition) => condition !== undefined && condition !== ''),
    sql` and `,
  )
}

async function walkedUntil(trx: Trx, actor: Actor, narrow: RawBuilder<unknown>): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select id from messages where organization_id = ${actor.organizationId} and ${narrow}
    order by id desc offset ${walked - 1} limit 1
  `.execute(trx)
  return found.rows[0]?.id
}

async function walk(
  trx: Trx,
  actor: Actor,
  { limit }: Question,
  narrow: RawBuilder<unknown>,
  match: RawBuilder<unknown>,
  boundary: string | undefined,
): Promise<Match[]> {
  const { organizationId } = actor
  // `offset 0` keeps the words out of the planner's choice of an index.
  const found = await sql<Match>`
    select newest.id, newest.conversation_id
    from (
      select id, conversation_id, content from messages
      where organization_id = ${organizationId} and ${boundary ? sql`id >= ${boundary}` : sql`true`} and ${narrow}
      order by id desc offset 0
    ) as newest
    join conversations on conversations.organization_id = ${organizationId} and conversations.id = newest.conversation_id
    where ${match} and conversations.contact_id is not null and ${(await within(trx, actor)) ?? sql`true`}
    order by newest.id desc limit ${limit}
  `.execute(trx)
  return found.rows
}

async function lookUp(trx: Trx, actor: Actor, question: Question, match: RawBuilder<unknown>): Promise<Match[]> {
  const { organizationId } = actor
  const found = await sql<Match>`
    with matched as materialized (
      select id, conversation_id from messages
      where organization_id = ${organizationId} and ${match} and ${narrowed(question)}
    )
    select matched.id, matched.conversation_id from matched
    join conversations on conversations.organization_id = ${organizationId} and conversations.id = matched.conversation_id
    where conversations.contact_id is not null and ${(await within(trx, actor)) ?? sql`true`}
    order by matched.id desc limit ${question.limit}
  `.execute(trx)
  return found.rows
}
