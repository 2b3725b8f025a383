import { sql } from 'kysely'
import { Type } from 'typebox'

import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'

/** 200 once it can serve, 503 while it cannot: the database is asked every time. */
export function healthRoute(app: App, db: Database): void {
  app.get(
    '/api/health',
    {
      config: { isPublic: true },
      schema: {
        tags: ['Operation'],
        summary: 'Whether the server can serve',
        response: {
          200: Type.Object({ status: Type.Literal('ok') }),
          503: Type.Object({ status: Type.Literal('unavailable') }),
        },
      },
    },
    async (_request, reply) => {
      try {
        await sql`select 1`.execute(db)
        return { status: 'ok' as const }
      } catch {
        return reply.code(503).send({ status: 'unavailable' as const })
      }
    },
  )
}
