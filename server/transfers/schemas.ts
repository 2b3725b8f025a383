import { Type } from 'typebox'

import { Id, Time, named, nullable } from '../platform/schemas.ts'
import type { OrganizationImport } from './import.ts'

export const OrganizationImportSchema = named(
  'OrganizationImport',
  Type.Object({
    _id: Id,
    organizationId: Id,
    status: Type.String({ description: 'running, completed or failed' }),
    lines: Type.Integer(),
    linesRead: Type.Integer({ description: 'how far it is' }),
    rows: Type.Record(Type.String(), Type.Integer(), { description: 'how many of each' }),
    emailsTaken: Type.Array(Type.String(), {
      description: 'who cannot log in here, since their email does already elsewhere on this server; the first 200',
    }),
    error: nullable(
      Type.Object(
        { code: Type.String(), line: nullable(Type.Integer()), message: Type.String() },
        {
          description: 'why it failed; the organization is as empty as before',
        },
      ),
    ),
    createdAt: Time,
    failedAt: nullable(Time),
    finishedAt: nullable(Time),
  }),
)

export function toOrganizationImport(row: OrganizationImport) {
  const { id, organizationId, lines, linesRead, counts, emailsTaken, createdAt, failedAt, finishedAt } = row
  return {
    _id: id,
    organizationId,
    status: finishedAt ? 'completed' : failedAt ? 'failed' : 'running',
    lines,
    linesRead,
    rows: counts,
    emailsTaken,
    error: failedAt && { code: row.errorCode ?? '', line: row.errorLine, message: row.errorMessage ?? '' },
    createdAt,
    failedAt,
    finishedAt,
  }
}
