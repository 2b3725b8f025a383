import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Time, named, nullable } from '../platform/schemas.ts'
import { endSessions, listVisitors } from './conversation-visitors.ts'
import type { Present } from './conversation-visitors.ts'

const tags = ['Conversations']

const PresentSchema = named(
  'Visitor',
  Type.Object({
    _id: Id,
    isKnown: Type.Boolean({ description: 'the site vouches for who it is; if not, all it says of itself is a claim' }),
    externalId: nullable(Type.String({ description: 'what the site calls its user' })),
    name: nullable(Type.String()),
    email: nullable(Type.String()),
    phone: nullable(Type.String()),
    formAt: nullable(Type.Unsafe<Date>(Time)),
    consentedAt: nullable(Type.Unsafe<Date>(Time)),
    consentText: nullable(Type.String({ description: 'what it agreed to, as it read then' })),
    language: nullable(Type.String()),
    browser: nullable(Type.String({ description: 'such as Firefox on Windows' })),
    page: nullable(Type.String({ description: 'where it was seen last' })),
    pageTitle: nullable(Type.String()),
    referrer: nullable(Type.String()),
    sessions: Type.Integer({ description: 'that it can go on with' }),
    firstSeenAt: Time,
    lastSeenAt: Time,
  }),
)

/** For who answers: where a visitor is, what it said of itself, and to show it out. */
export function conversationVisitorRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/visitors',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'See who writes in a chat, and from which page',
        description:
          'The latest first, at most fifty: somebody may use several browsers. Empty where it is no webchat.',
        params: Type.Object({ id: Id }),
        response: { 200: Type.Object({ visitors: Type.Array(PresentSchema) }) },
      },
    },
    async (request) => ({
      visitors: (await listVisitors(request.db, request.actor, request.params.id)).map(toPresent),
    }),
  )

  app.post(
    '/api/conversation/:id/visitors/:visitorId/end',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'End the sessions of a visitor',
        description:
          'Its browser forgets what was said, as after a stolen device. Whoever wants may begin a new visit.',
        params: Type.Object({ id: Id, visitorId: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await endSessions(request.db, request.actor, request.params.id, request.params.visitorId)
      return { message: 'Sessions ended' }
    },
  )
}

function toPresent({
  id,
  organizationId: _organizationId,
  channelId: _channelId,
  address: _address,
  ...rest
}: Present) {
  return { _id: id, isKnown: rest.externalId !== null, ...rest }
}
