import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { dailyMessages } from './daily-messages.ts'
import { Day } from './report-schemas.ts'

export function reportRoutes(app: App): void {
  app.get(
    '/api/reports/daily-messages',
    {
      config: { roles: admins },
      schema: {
        tags: ['Reports'],
        summary: 'Messages by day, channel and what happened to them',
        querystring: Type.Object({
          from: Day,
          to: Day,
        }),
        response: {
          200: Type.Object({
            days: Type.Array(
              Type.Object({ day: Type.String(), channelId: Id, eventType: Type.String(), total: Type.Integer() }),
            ),
          }),
        },
      },
    },
    async (request) => ({ days: await dailyMessages(request.db, request.actor, request.query.from, request.query.to) }),
  )
}
