import type { Selectable } from 'kysely'

import type { Database } from '../platform/database.ts'
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
  if (from) query = query.where('createdAt', '>=', new Date(from))
  if (to) query = query.where('createdAt', '<', new Date(to))
  const auditLogs = await query.execute()
  const last = auditLogs.length === size ? auditLogs.at(-1) : undefined
  return { auditLogs, nextCursor: last ? writeCursor([last.id]) : null }
}
