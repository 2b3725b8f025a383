import { Type } from 'typebox'

import { findChannel } from '../channels/channels.ts'
import { simulatedVisitors } from '../channels/webchat.ts'
import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, nullable } from '../platform/schemas.ts'

export function simulatedVisitorsRoute(app: App): void {
  app.get(
    '/api/simulator/visitors',
    {
      config: { roles: admins },
      schema: {
        tags: ['Simulator'],
        summary: 'List the simulated visitors of a webchat',
        description: 'Who has been played there, the newest first: write as one of them again under the same name.',
        querystring: Type.Object({
          channelId: Id,
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            visitors: Type.Array(Type.Object({ _id: Id, name: Type.String(), visitorId: nullable(Id) })),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const channel = await findChannel(request.db, request.actor, request.query.channelId)
      const { visitors, nextCursor } = await simulatedVisitors(request.db, channel, request.query)
      return { visitors: visitors.map(({ id, name, address }) => ({ _id: id, name, visitorId: address })), nextCursor }
    },
  )
}
