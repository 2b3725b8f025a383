import type { Selectable } from 'kysely'

import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { AuditLogs } from '../platform/schema.ts'
import type { Actor } from './actor.ts'

export type AuditLog = Selectable<AuditLogs>

export interface AuditQuery {
  size: number
  cursor?: string
  action?: string
  subjectType?: string
  subjectId?: string
  actorId?: string
  from?: string
  to?: string
}

/** The newest first. */
export async function listAuditLogs(
  db: Database,
  actor: Actor,
  { size, cursor, from, to, ...equal }: AuditQuery,
): Promise<{ auditLogs: AuditLog[]; nextCursor: string | null }> {
  let query = db
    .selectFrom('auditLogs')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .orderBy('id', 'desc')
    .limit(size)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  for (const column of ['action', 'subjectType', 'subjectId', 'actorId'] as const) {
    if (equal[column] !== undefined) query = query.where(column, '=', equal[column])
  }
  if (from) query = query.where('createdAt', '>=', readTime('from', from))
  if (to) query = query.where('createdAt', '<', readTime('to', to))
  const auditLogs = await query.execute()
  const last = auditLogs.length === size ? auditLogs.at(-1) : undefined
  return { auditLogs, nextCursor: last ? writeCursor([last.id]) : null }
}

// A leap second passes the schema, and is no time to JavaScript.
function readTime(field: string, text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw invalid(field, 'it must be a time such as 2025-01-31T12:00:00Z.')
  return time
}
