import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { admins } from './actor.ts'
import { listAuditLogs } from './audit-log.ts'

const Values = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true })

const AuditLogSchema = named(
  'AuditLog',
  Type.Object({
    _id: Id,
    actorType: Type.String({ description: 'user, system, …' }),
    actorId: nullable(Id),
    action: Type.String({ description: 'user.updated, department.deleted, channel.added, …' }),
    subjectType: Type.String({ description: 'user, department, channel, apiKey, password, twoFactor' }),
    subjectId: Id,
    before: Values,
    after: Values,
    createdAt: Time,
  }),
)

export function auditRoutes(app: App): void {
  app.get(
    '/api/audit-logs',
    {
      config: { roles: admins },
      schema: {
        tags: ['Users'],
        summary: 'Who changed what about people, departments, channels and secrets',
        description: 'The newest first. Of a change, `before` and `after` hold the fields that differ; never a secret.',
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
          action: Type.Optional(Text(100)),
          subjectType: Type.Optional(Text(50)),
          subjectId: Type.Optional(Id),
          actorId: Type.Optional(Id),
          from: Type.Optional(Type.String({ format: 'date-time' })),
          to: Type.Optional(Type.String({ format: 'date-time', description: 'not included' })),
        }),
        response: {
          200: Type.Object({ auditLogs: Type.Array(AuditLogSchema), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { auditLogs, nextCursor } = await listAuditLogs(request.db, request.actor, request.query)
      return { auditLogs: auditLogs.map(({ id, ...rest }) => ({ _id: id, ...rest })), nextCursor }
    },
  )
}
