import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { standardNames } from './steps/fields.ts'
import { statusOf } from './steps/import.ts'
import type { Duplicates, Import } from './steps/import.ts'
import type { NamedRow } from './steps/results.ts'

const Mapping = Type.Array(
  Type.Object({
    column: Type.Integer({ minimum: 0, maximum: 499, description: 'counted from 0' }),
    field: Type.String({
      maxLength: 100,
      description: `one of ${standardNames.join(', ')}, or customFields. and the name of one of the organization’s own`,
    }),
  }),
  { maxItems: 500, description: 'which column becomes which field; what is not named here is not imported' },
)

const DuplicatesChoice = Type.Unsafe<Duplicates>({
  type: 'string',
  enum: ['skip', 'update', 'fill'],
  description:
    'what a row does whose number a contact has already, as its own or from a merge: nothing, replace what it says, or fill what is empty. Tags and assignees are added; none is taken away.',
})

const NamedRows = (description: string) =>
  Type.Array(
    Type.Object({
      row: Type.Integer({ description: 'as a spreadsheet counts them: the header is 1' }),
      code: nullable(Type.String()),
      reason: nullable(Type.String()),
      column: nullable(Type.Integer({ description: 'counted from 0: where it stands' })),
      value: nullable(Type.String({ description: 'what stands there, its first hundred characters' })),
    }),
    { description },
  )

const importFields = {
  _id: Id,
  userId: Type.String({ description: 'who imports' }),
  ownerId: Type.String({ description: 'who is to own the new contacts' }),
  fileName: Type.String(),
  encoding: Type.String(),
  delimiter: Type.String(),
  status: Type.String({
    description: 'ready, checking, checked, running, completed, canceled, undoing or undone',
  }),
  columns: Type.Array(Type.Object({ index: Type.Integer(), name: Type.String(), samples: Type.Array(Type.String()) })),
  mapping: Mapping,
  duplicates: Type.String(),
  contactStatus: nullable(
    Type.String({ description: 'what new contacts get whose rows say nothing of it; null is the first stage' }),
  ),
  contactTags: Type.Array(Type.String(), { description: 'what new contacts get besides those of their rows' }),
  rows: Type.Integer({ description: 'without the header and empty lines' }),
  processed: Type.Integer(),
  created: Type.Integer({ description: 'after a dry run: how many would be' }),
  updated: Type.Integer(),
  skipped: Type.Integer(),
  warned: Type.Integer({
    description: 'created or updated rows of which something could not be read and was left out',
  }),
  newStatuses: Type.Array(Type.String(), {
    description:
      'statuses that no stage and no contact has had before, the first 200; one that differs in case or spaces alone is taken for the one that there is',
  }),
  undone: Type.Integer({ description: 'rows of which nothing is left' }),
  kept: Type.Integer({ description: 'rows that were kept, since their contact was changed afterwards' }),
  createdAt: Time,
  startedAt: nullable(Time),
  finishedAt: nullable(Time),
  canceledAt: nullable(Time),
  undoneAt: nullable(Time),
}

export const ImportSchema = named('Import', Type.Object(importFields))

export const ImportWithRowsSchema = named(
  'ImportWithRows',
  Type.Object({
    ...importFields,
    problems: NamedRows('the first twenty rows that were skipped, or would be'),
    warnings: NamedRows('the first twenty created or updated rows of which something was left out, or would be'),
    keptRows: NamedRows('the first twenty rows that undoing has kept'),
  }),
)

export const ImportOptionsSchema = Type.Object({
  mapping: Type.Optional(Mapping),
  duplicates: Type.Optional(DuplicatesChoice),
  userId: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{24}$', description: 'who is to own the new contacts; for admins' }),
  ),
  contactStatus: Type.Optional(
    nullable(Text(100, 'what new contacts get whose rows say nothing of it; null is the first stage')),
  ),
  contactTags: Type.Optional(
    Type.Array(Text(50), { maxItems: 50, description: 'what new contacts get besides those of their rows' }),
  ),
})

export const ImportedContactsSchema = Type.Object({
  contacts: Type.Array(
    Type.Object({
      row: Type.Integer({ description: 'of the file' }),
      _id: Id,
      firstName: nullable(Type.String()),
      lastName: nullable(Type.String()),
      phoneNumber: Type.String(),
    }),
  ),
  nextCursor: nullable(Type.String()),
})

export function toImport(row: Import) {
  return {
    ...row,
    _id: row.id,
    status: statusOf(row),
    rows: row.rowCount,
    processed: row.createdCount + row.updatedCount + row.skippedCount,
    created: row.createdCount,
    updated: row.updatedCount,
    skipped: row.skippedCount,
    warned: row.warnedCount,
    undone: row.undoneCount,
    kept: row.keptCount,
  }
}

export function toNamedRows(rows: NamedRow[]) {
  return rows.map(({ number, code, reason, cellColumn, cellValue }) => {
    return { row: number, code, reason, column: cellColumn, value: cellValue }
  })
}
