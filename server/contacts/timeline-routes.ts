import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { listHappenings } from './timeline.ts'
import type { Happening } from './timeline.ts'

const tags = ['Contacts']
const Value = Type.Unknown()

const HappeningSchema = named(
  'ContactHappening',
  Type.Object({
    _id: Id,
    type: Type.String({ description: 'of the event: noun.pastParticiple' }),
    actorType: Type.String(),
    actorId: nullable(Type.String({ description: 'the user who did it, if it was one' })),
    createdAt: Time,
    conversationId: nullable(Type.String({ description: 'where it happened, if in a conversation' })),
    changes: Type.Array(Type.Object({ field: Type.String(), before: Value, after: Value }), {
      description: 'of the fields of the contact',
    }),
    details: Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description: 'what else there is to say, by the type: channelType, tags, assignees, name, note, …',
    }),
  }),
)

export function timelineRoutes(app: App): void {
  app.get(
    '/api/contacts/:id/timeline',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read what happened to a contact',
        description:
          'The newest first: what was changed of it and by whom, and what became of its conversations that you may see; ' +
          'messages are read there. As far back as the log is kept. A page may have less than its size.',
        params: Type.Object({ id: Id }),
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({ happenings: Type.Array(HappeningSchema), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { happenings, nextCursor } = await listHappenings(
        request.db,
        request.actor,
        request.params.id,
        request.query,
      )
      return { happenings: happenings.map(toShown), nextCursor }
    },
  )
}

function toShown({ id, ...rest }: Happening) {
  return { ...rest, _id: id }
}
