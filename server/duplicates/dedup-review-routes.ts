import { Type } from 'typebox'

import { readContacts } from '../contacts/bulk.ts'
import { admins } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { keepAllSeparate, mergeReview } from './dedup-decisions.ts'
import { keepSeparate, listPending } from './dedup-reviews.ts'
import type { DedupReview } from './dedup-reviews.ts'
import { chosenFields } from './merge-fields.ts'
import type { MergeStep } from './merge-steps.ts'
import { ContactSchema, toContact } from '../contacts/schemas.ts'

const tags = ['Contacts']
const ByReviewId = Type.Object({ reviewId: Id })

const ReviewSchema = named(
  'ContactDedupReview',
  Type.Object({
    _id: Id,
    organizationId: Id,
    sourceContactId: Type.String({ description: 'the newer of the two' }),
    candidateContactId: Type.String({ description: 'the older one, into which the source would be merged' }),
    reviewSource: Type.String(),
    status: Type.String({ description: 'needs_review, merged or kept_separate' }),
    score: Type.Number({ description: 'how likely the two are one, from 0 to 1' }),
    reasons: Type.Array(Type.String(), { description: 'what they have in common: phone, email, name' }),
    createdAt: Time,
    resolvedAt: nullable(Time),
  }),
)

const Side = Type.Optional(Type.Unsafe<'source' | 'candidate'>({ type: 'string', enum: ['source', 'candidate'] }))
const Resolution = Type.Optional(Type.Object(Object.fromEntries(chosenFields.map((field) => [field, Side]))))
const WithResolution = nullable(Type.Object({ resolution: Resolution }))
const Page = {
  size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
}
const PendingList = {
  200: Type.Object({
    success: Type.Boolean(),
    data: Type.Array(ReviewSchema),
    contacts: Type.Array(ContactSchema, { description: 'those that the reviews are about, each once' }),
    count: Type.Integer({ description: 'how many this answer has' }),
    organizationId: Id,
    nextCursor: nullable(Type.String()),
  }),
}

export function dedupReviewRoutes(app: App, steps: MergeStep[]): void {
  pendingRoutes(app)
  mergeRoute(app, steps)
  keepSeparateRoutes(app)
}

function pendingRoutes(app: App): void {
  app.get(
    '/api/contacts/:id/dedup-reviews/pending',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'List who may be the same as a contact',
        params: Type.Object({ id: Id }),
        querystring: Type.Object(Page),
        response: PendingList,
      },
    },
    async (request) => {
      const query = { ...request.query, contactId: request.params.id }
      return answerList(request.db, request.actor, await listPending(request.db, request.actor, query))
    },
  )

  app.get(
    '/api/contacts/dedup-reviews/pending',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'List all contacts that may be the same',
        description: 'They are looked for every ten minutes among what was made or changed. The newest finds first.',
        querystring: Type.Object(Page),
        response: PendingList,
      },
    },
    async (request) => {
      return answerList(request.db, request.actor, await listPending(request.db, request.actor, request.query))
    },
  )
}

function mergeRoute(app: App, steps: MergeStep[]): void {
  app.patch(
    '/api/contacts/dedup-reviews/:reviewId/merge',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Merge two contacts that are the same',
        description: 'The source into the candidate, as `POST /api/contacts/merge` does it.',
        params: ByReviewId,
        body: WithResolution,
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.String(),
            data: ReviewSchema,
            targetContact: ContactSchema,
            mergeId: Id,
          }),
        },
      },
    },
    async (request) => {
      const { reviewId } = request.params
      const { review, contact, mergeId } = await mergeReview(
        request.db,
        request.actor,
        steps,
        reviewId,
        request.body?.resolution ?? {},
      )
      return {
        success: true,
        message: 'Review merged',
        data: toReview(review),
        targetContact: toContact(contact),
        mergeId,
      }
    },
  )
}

function keepSeparateRoutes(app: App): void {
  app.patch(
    '/api/contacts/dedup-reviews/:reviewId/keep-separate',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Keep two contacts separate',
        description: 'For ever: this pair is not found again.',
        params: ByReviewId,
        body: WithResolution,
        response: { 200: Type.Object({ success: Type.Boolean(), message: Type.String(), data: ReviewSchema }) },
      },
    },
    async (request) => {
      const review = await keepSeparate(request.db, request.actor, request.params.reviewId)
      return { success: true, message: 'Review kept separate', data: toReview(review) }
    },
  )

  app.patch(
    '/api/contacts/dedup-reviews/bulk/keep-separate',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Keep several pairs of contacts separate',
        description: 'Each that can be, is; of the others the answer says why not.',
        body: Type.Object({
          reviewIds: Type.Array(Id, { minItems: 1, maxItems: 500 }),
          resolution: Resolution,
        }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            results: Type.Array(
              Type.Object({
                reviewId: Id,
                ok: Type.Boolean(),
                status: nullable(Type.String()),
                sourceContactId: nullable(Type.String()),
                candidateContactId: nullable(Type.String()),
              }),
            ),
            summary: Type.Object({ total: Type.Integer(), succeeded: Type.Integer(), failed: Type.Integer() }),
          }),
        },
      },
    },
    async (request) => {
      const results = await keepAllSeparate(request.db, request.actor, request.body.reviewIds)
      const succeeded = results.filter(({ ok }) => ok).length
      const summary = { total: results.length, succeeded, failed: results.length - succeeded }
      return { success: true, results, summary }
    },
  )
}

async function answerList(
  db: Database,
  actor: Actor,
  { reviews, nextCursor }: { reviews: DedupReview[]; nextCursor: string | null },
) {
  const ids = reviews.flatMap(({ sourceContactId, candidateContactId }) => [sourceContactId, candidateContactId])
  const contacts = await readContacts(db, actor, [...new Set(ids)])
  const { organizationId } = actor
  return {
    success: true,
    data: reviews.map(toReview),
    contacts: contacts.map(toContact),
    count: reviews.length,
    organizationId,
    nextCursor,
  }
}

function toReview({ id, ...rest }: DedupReview) {
  return { ...rest, _id: id, reviewSource: 'fuzzy_match' }
}
