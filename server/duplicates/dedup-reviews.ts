import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { findContact } from '../contacts/contacts.ts'

export interface DedupReview {
  id: string
  organizationId: string
  sourceContactId: string
  candidateContactId: string
  status: 'needs_review' | 'merged' | 'kept_separate'
  score: number
  reasons: string[]
  createdAt: Date
  resolvedAt: Date | null
  resolvedById: string | null
}

/** Those that somebody has still to decide on: of one contact, or of all; the newest first. */
export async function listPending(
  db: Database,
  actor: Actor,
  { contactId, size, cursor }: { contactId?: string; size: number; cursor?: string },
): Promise<{ reviews: DedupReview[]; nextCursor: string | null }> {
  const conditions: Array<RawBuilder<unknown>> = [sql`r.status = 'needs_review'`]
  if (contactId !== undefined) {
    await findContact(db, actor, contactId)
    conditions.push(sql`(r.source_contact_id = ${contactId} or r.candidate_contact_id = ${contactId})`)
  }
  if (cursor) conditions.push(sql`r.id < ${readCursor(cursor, 1)[0]}`)
  const found = await sql<DedupReview>`
    select r.* from dedup_reviews r
    join contacts s on s.organization_id = ${actor.organizationId} and s.id = r.source_contact_id
    join contacts c on c.organization_id = ${actor.organizationId} and c.id = r.candidate_contact_id
    where r.organization_id = ${actor.organizationId} and ${sql.join(conditions, sql` and `)}
    order by r.id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { reviews: found.rows, nextCursor: last ? writeCursor([last.id]) : null }
}

/** For ever: the pair is not found again. Twice is once; what was merged meanwhile is 409. */
export function keepSeparate(db: Database, actor: Actor, id: string): Promise<DedupReview> {
  return transact(db, async (trx) => {
    const review = await lockReview(trx, actor, id)
    if (review.status === 'kept_separate') return review
    refuseSettled(review)
    const [kept] = await settle(trx, actor, sql`id = ${id}`, 'kept_separate')
    return kept!
  })
}

export async function lockReview(trx: Trx, actor: Actor, id: string): Promise<DedupReview> {
  const found = await sql<DedupReview>`
    select * from dedup_reviews where organization_id = ${actor.organizationId} and id = ${id} for update
  `.execute(trx)
  if (!found.rows[0]) throw notFound('review')
  return found.rows[0]
}

export function refuseSettled({ status }: DedupReview): void {
  if (status === 'needs_review') return
  const word = status === 'merged' ? 'merged' : 'kept separate'
  throw new Refusal(409, 'review_settled', `It was decided already: the two were ${word}.`)
}

/** Whatever was found out about these two, this is what they are. */
export async function settlePair(
  trx: Trx,
  actor: Actor,
  one: string,
  other: string,
  status: 'merged' | 'kept_separate',
): Promise<void> {
  const [candidate, source] = [one, other].toSorted()
  const pair = sql`source_contact_id = ${source} and candidate_contact_id = ${candidate}`
  await settle(trx, actor, sql`${pair} and status <> ${status}`, status)
}

/** Two who were one: whether they are alike is nobody's question any more. */
export async function keepPairSeparate(trx: Trx, actor: Actor, one: string, other: string): Promise<void> {
  const [candidateContactId, sourceContactId] = [one, other].toSorted()
  const now = new Date()
  const decided = { status: 'kept_separate', score: 0, reasons: [], resolvedAt: now, resolvedById: actor.userId }
  await trx
    .insertInto('dedupReviews')
    .values({
      organizationId: actor.organizationId,
      id: newId(now),
      sourceContactId: sourceContactId!,
      candidateContactId: candidateContactId!,
      createdAt: now,
      ...decided,
    })
    .execute()
}

/** Who is gone after a merge is compared with nobody; the others are found again under the one that is left. */
export function settleOthers(trx: Trx, actor: Actor, contactId: string): Promise<DedupReview[]> {
  const isOf = sql`(source_contact_id = ${contactId} or candidate_contact_id = ${contactId})`
  return settle(trx, actor, sql`${isOf} and status = 'needs_review'`, 'kept_separate')
}

async function settle(
  trx: Trx,
  actor: Actor,
  which: RawBuilder<unknown>,
  status: 'merged' | 'kept_separate',
): Promise<DedupReview[]> {
  const settled = await sql<DedupReview>`
    update dedup_reviews set status = ${status}, resolved_at = ${new Date()}, resolved_by_id = ${actor.userId}
    where organization_id = ${actor.organizationId} and id = any(array(
      select r.id from dedup_reviews r where r.organization_id = ${actor.organizationId} and ${which} order by r.id for update
    )) returning *
  `.execute(trx)
  await record(trx, actor, status === 'merged' ? 'duplicate.merged' : 'duplicate.keptSeparate', settled.rows)
  return settled.rows
}

export function settleAll(trx: Trx, actor: Actor, ids: string[]): Promise<DedupReview[]> {
  return settle(trx, actor, sql`id = any(${ids}) and status = 'needs_review'`, 'kept_separate')
}

export async function findReviews(db: Database, actor: Actor, ids: string[]): Promise<DedupReview[]> {
  const found = await sql<DedupReview>`
    select * from dedup_reviews where organization_id = ${actor.organizationId} and id = any(${ids})
  `.execute(db)
  return found.rows
}
