import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, inWords } from '../platform/schemas.ts'
import { dailyMessages } from './daily-messages.ts'

// PostgreSQL knows no year 0.
const Day = Type.String({ format: 'date', pattern: inWords('^(?!0000)', 'must be a date such as 2026-01-31') })

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
