import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { listCsat, noteCsat, requestCsat } from './csat.ts'
import type { CsatRequest } from './csat.ts'
import { Feedback, Rating } from './visitor-schemas.ts'

const tags = ['Conversations']
const ById = Type.Object({ id: Id })

const CsatSchema = named(
  'Csat',
  Type.Object({
    _id: Id,
    conversationId: Id,
    userId: nullable(Type.String({ description: 'who answered the contact, as the conversation stood then' })),
    requestedById: nullable(Type.String()),
    requestedAt: Time,
    expiresAt: Time,
    rating: nullable(Type.Integer({ description: 'from 1 to 5' })),
    feedback: nullable(Type.String()),
    answeredAt: nullable(Time),
    answeredById: nullable(
      Type.String({ description: 'the user who noted it; null where the contact said it itself' }),
    ),
  }),
)

/** How it was: staff asks, reads, and notes what it was told in another way. */
export function csatRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/csat',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read how the contact found it',
        params: ById,
        response: { 200: Type.Object({ csat: Type.Array(CsatSchema) }) },
      },
    },
    async (request) => ({ csat: (await listCsat(request.db, request.actor, request.params.id)).map(toCsat) }),
  )

  app.post(
    '/api/conversation/:id/csat',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Note how the contact found it',
        params: ById,
        body: Type.Object({ rating: Rating, feedback: Feedback }),
        response: { 200: CsatSchema },
      },
    },
    async (request) => toCsat(await noteCsat(request.db, request.actor, request.params.id, request.body)),
  )

  app.post(
    '/api/conversation/:id/csat/request',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Ask the visitor how it was',
        description: 'It can be answered for seven days. While it is open, asking again changes nothing.',
        params: ById,
        response: { 200: CsatSchema },
      },
    },
    async (request) => toCsat(await requestCsat(request.db, request.actor, request.params.id)),
  )
}

function toCsat({ id, organizationId: _organizationId, closedAt: _closedAt, ...rest }: CsatRequest) {
  return { _id: id, ...rest }
}
