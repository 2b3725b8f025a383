import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, named, nullable } from '../platform/schemas.ts'
import { readRouting, setRouting } from './routing.ts'

const tags = ['Channels']
const ById = Type.Object({ id: Id })

const RoutingFields = Type.Object({
  mode: Type.Unsafe<'owner' | 'round_robin'>({
    type: 'string',
    enum: ['owner', 'round_robin'],
    description: 'owner: to whom the contact is assigned. round_robin: in turn, to who is available and has room',
  }),
  capacity: Type.Integer({
    minimum: 1,
    maximum: 10_000,
    default: 10,
    description: 'open conversations that one may have, of all channels, and still be given another',
  }),
  userIds: Type.Array(Id, {
    maxItems: 500,
    uniqueItems: true,
    default: [],
    description: 'who takes part, besides the department; with neither, everybody',
  }),
  departmentId: nullable(
    Type.String({ pattern: '^[0-9a-f]{24}$', default: null, description: 'whose people take part' }),
  ),
  isInBusinessHours: Type.Boolean({
    default: false,
    description: 'given out only while the organization is open; what comes at night waits for the morning',
  }),
})

const RoutingSchema = named('Routing', RoutingFields)

export function routingRoutes(app: App): void {
  app.get(
    '/api/channels/:id/routing',
    {
      config: { roles: admins },
      schema: { tags, summary: 'Who answers on a channel', params: ById, response: { 200: RoutingSchema } },
    },
    (request) => readRouting(request.db, request.actor, request.params.id),
  )

  app.put(
    '/api/channels/:id/routing',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Say who answers on a channel',
        description:
          'From now on: what has somebody already stays with them. What nobody could be given waits, and is handed out ' +
          'in the order of waiting as soon as somebody is there: available, with room, in the hours.',
        params: ById,
        body: RoutingFields,
        response: { 200: RoutingSchema },
      },
    },
    (request) => setRouting(request.db, request.actor, request.params.id, request.body),
  )
}
