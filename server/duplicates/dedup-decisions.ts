import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { findReviews, lockReview, refuseSettled, settleAll, settleOthers } from './dedup-reviews.ts'
import type { DedupReview } from './dedup-reviews.ts'
import type { MergeStep } from './merge-steps.ts'
import { holdContacts, mergeContacts } from './merging.ts'
import type { Contact } from '../contacts/row.ts'

/** Merges the source into the candidate. What else was found of the source is settled with it: it is gone. */
export function mergeReview(
  db: Database,
  actor: Actor,
  steps: MergeStep[],
  reviewId: string,
  resolution: Record<string, 'source' | 'candidate' | undefined>,
): Promise<{ review: DedupReview; contact: Contact; mergeId: string }> {
  return transact(db, async (trx) => {
    // Who merges the two elsewhere, or erases one of them, holds them before what was found of them.
    const [found] = await findReviews(trx, actor, [reviewId])
    if (found) await holdContacts(trx, actor.organizationId, [found.sourceContactId, found.candidateContactId])
    const review = await lockReview(trx, actor, reviewId)
    refuseSettled(review)
    const chosen = Object.entries(resolution).map(([field, side]) => [field, side === 'source' ? 'source' : 'target'])
    const { contact, mergeId } = await mergeContacts(trx, actor, steps, {
      sourceId: review.sourceContactId,
      targetId: review.candidateContactId,
      resolution: Object.fromEntries(chosen),
    })
    await settleOthers(trx, actor, review.sourceContactId)
    return { review: await lockReview(trx, actor, reviewId), contact, mergeId }
  })
}

export interface Result {
  reviewId: string
  ok: boolean
  status: string | null
  sourceContactId: string | null
  candidateContactId: string | null
}

/** Answers for each what it is now; null for what is not there. */
export function keepAllSeparate(db: Database, actor: Actor, reviewIds: string[]): Promise<Result[]> {
  return transact(db, async (trx) => {
    await settleAll(trx, actor, reviewIds)
    const found = new Map((await findReviews(trx, actor, reviewIds)).map((review) => [review.id, review]))
    return [...new Set(reviewIds)].map((reviewId) => {
      const { status = null, sourceContactId = null, candidateContactId = null } = found.get(reviewId) ?? {}
      return { reviewId, ok: status === 'kept_separate', status, sourceContactId, candidateContactId }
    })
  })
}
