import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { viewersOf } from '../identity/visibility.ts'
import type { Trx } from '../platform/database.ts'
import { firstIdOf } from '../platform/id.ts'
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

const walks = [10_000, 40_000, 150_000]
const samples = 16
const sampled = 100

/**
 * The newest messages in which all these words stand, and which the actor may see.
 *
 * No plan suits every word: the index knows no order, so a frequent one would be fetched a million times for a page of 25,
 * and along the newest messages a rare one is met after all the others. Nor can the planner tell which it is: for the
 * beginning of a word it always guesses 2 %. So the newest 10,000 are walked, where the frequent ones fill the page. What does
 * not is rare enough for the index, or the newest are all alike, as after a send to many: then the walk goes on.
 */
export async function newestMatches(trx: Trx, actor: Actor, question: Question): Promise<Match[]> {
  const match = await matching(trx, question.text)
  if (!match) return []
  const found: Match[] = []
  let rest = question
  for (const [turn, rows] of walks.entries()) {
    if (turn === 1 && !(await isFrequent(trx, actor, rest, match))) break
    const boundary = await walkedUntil(trx, actor, narrowed(rest), rows)
    found.push(...(await walk(trx, actor, rest, match, boundary)))
    if (boundary === undefined || found.length === question.limit) return found
    rest = withRest(question, boundary, found.length)
  }
  return [...found, ...(await lookUp(trx, actor, rest, match))]
}

function withRest(question: Question, before: string, found: number): Question {
  return { ...question, before, limit: question.limit - found }
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

/** Whether one in some hundreds has them, by samples from all of the time in which something was said. */
async function isFrequent(trx: Trx, actor: Actor, question: Question, match: RawBuilder<unknown>): Promise<boolean> {
  const { organizationId } = actor
  const found = await sql<{ count: number }>`
    select count(*)::integer as count
    from unnest(${await momentsBefore(trx, actor, question)}::text[]) as moment (id), lateral (
      select content from messages
      where organization_id = ${organizationId} and id >= moment.id order by id limit ${sampled}
    ) as sample
    where ${resembling(question.text)} and ${match}
  `.execute(trx)
  return found.rows[0]!.count >= samples / 4
}

/** Evenly between the first message and the last that was asked for. */
async function momentsBefore(trx: Trx, { organizationId }: Actor, { before }: Question): Promise<string[]> {
  const found = await sql<{ id: string }>`
    select id from messages where organization_id = ${organizationId} order by id limit 1
  `.execute(trx)
  const [first, last] = [secondsOf(found.rows[0]!.id), secondsOf(before!)]
  return Array.from({ length: samples }, (_, index) =>
    firstIdOf(new Date((first + ((last - first) * index) / samples) * 1000)),
  )
}

// The first four bytes of an id are the second in which it was made.
function secondsOf(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16)
}

async function walkedUntil(
  trx: Trx,
  actor: Actor,
  narrow: RawBuilder<unknown>,
  rows: number,
): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select id from messages where organization_id = ${actor.organizationId} and ${narrow}
    order by id desc offset ${rows - 1} limit 1
  `.execute(trx)
  return found.rows[0]?.id
}

async function walk(
  trx: Trx,
  actor: Actor,
  question: Question,
  match: RawBuilder<unknown>,
  boundary: string | undefined,
): Promise<Match[]> {
  const { organizationId } = actor
  const narrow = sql`${narrowed(question)} and ${resembling(question.text)}`
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
    order by newest.id desc limit ${question.limit}
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
