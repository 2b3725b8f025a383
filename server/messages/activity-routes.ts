import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { listActivity } from './activity.ts'
import type { Happening } from './activity.ts'

const ActivitySchema = named(
  'ConversationActivity',
  Type.Object({
    _id: Id,
    type: Type.String({ description: 'of its event, such as conversation.resolved' }),
    actorType: Type.String(),
    actorId: nullable(Type.String()),
    actorName: nullable(Type.String({ description: 'where it is a user who is still there' })),
    createdAt: Time,
    added: Type.Array(Type.String(), { description: 'users who were assigned' }),
    removed: Type.Array(Type.String(), { description: 'users who are assigned no more' }),
    names: Type.Unsafe<Record<string, string>>({
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'of those users, by their ids',
    }),
    tags: Type.Array(Type.String(), { description: 'all that it had then, where they were changed' }),
    snoozedUntil: nullable(Type.String({ format: 'date-time' })),
    status: nullable(Type.String({ description: 'of the contact' })),
    previousStatus: nullable(Type.String({ description: 'where the status of the contact was changed' })),
  }),
)

export function activityRoutes(app: App): void {
  app.get(
    '/api/conversation/:id/activity',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Conversations'],
        summary: 'List what happened in a conversation',
        description:
          'Who was assigned, when it was resolved, that the contact opted out: what is no message. The newest, the oldest of ' +
          'them first, as far back as the log is kept.',
        params: Type.Object({ id: Id }),
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ activity: Type.Array(ActivitySchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async ({ db, actor, params, query }) => {
      const { activity, nextCursor } = await listActivity(db, actor, params.id, query)
      return { activity: activity.map(toActivity), nextCursor }
    },
  )
}

function toActivity({ id, ...rest }: Happening) {
  return { ...rest, _id: id }
}
