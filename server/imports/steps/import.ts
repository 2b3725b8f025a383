import type { Selectable } from 'kysely'

import { isAdmin } from '../../identity/actor.ts'
import type { Actor } from '../../identity/actor.ts'
import type { Database } from '../../platform/database.ts'
import { notFound } from '../../platform/errors.ts'
import type { Imports } from '../../platform/schema.ts'
import type { Column, Mapped } from './mapping.ts'

type Row = Omit<Selectable<Imports>, 'columns' | 'mapping' | 'duplicates'>

export interface Import extends Row {
  columns: Column[]
  mapping: Mapped[]
  duplicates: Duplicates
}

/** What a row does whose number a contact has already: nothing, replace what it says, or fill only what is empty. */
export type Duplicates = 'skip' | 'update' | 'fill'

export type ImportStatus =
  | 'ready'
  | 'checking'
  | 'checked'
  | 'running'
  | 'completed'
  | 'canceled'
  | 'undoing'
  | 'undone'

export function statusOf(row: Import): ImportStatus {
  if (row.undoneAt) return 'undone'
  if (row.undoStartedAt) return 'undoing'
  if (row.canceledAt) return 'canceled'
  if (row.finishedAt) return 'completed'
  if (row.startedAt) return 'running'
  if (row.checkedAt) return 'checked'
  return row.checkStartedAt ? 'checking' : 'ready'
}

/** One's own; an admin's are all of the organization. */
export async function findImport(db: Database, actor: Actor, id: string): Promise<Import> {
  const found = await visibleImports(db, actor).where('id', '=', id).executeTakeFirst()
  if (!found) throw notFound('import')
  return found as unknown as Import
}

/** So that of two who change its state at once the second sees what the first made of it. */
export async function lockImport(db: Database, actor: Actor, id: string): Promise<Import> {
  const found = await visibleImports(db, actor).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!found) throw notFound('import')
  return found as unknown as Import
}

export function visibleImports(db: Database, actor: Actor) {
  const query = db.selectFrom('imports').selectAll().where('organizationId', '=', actor.organizationId)
  return isAdmin(actor) ? query : query.where('userId', '=', actor.userId ?? '')
}

/** An import as events show it: without what stands in the file. */
export function withoutSamples(row: Import): Omit<Import, 'columns'> {
  const { columns: _columns, ...rest } = row
  return rest
}
