import type { Actor } from '../identity/actor.ts'
import { isAdmin } from '../identity/actor.ts'
import { findUser } from '../identity/users.ts'
import { findCustomFields } from '../contacts/custom-fields.ts'
import { knownStatus } from '../contacts/statuses.ts'
import { readTags } from '../contacts/tags.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import { lockImport, statusOf, visibleImports, withoutSamples } from './steps/import.ts'
import type { Duplicates, Import } from './steps/import.ts'
import { fieldsWith } from './steps/fields.ts'
import type { ImportableField } from './steps/fields.ts'
import { checkMapping } from './steps/mapping.ts'
import type { Mapped } from './steps/mapping.ts'
import { forgetResults } from './steps/results.ts'
import { enqueuePiece } from './steps/run.ts'

export interface ImportOptions {
  mapping?: Mapped[]
  duplicates?: Duplicates
  /** Who is to own the new contacts. */
  userId?: string
  /** What new contacts get whose rows say nothing of it; null is what every new contact gets. */
  contactStatus?: string | null
  /** What new contacts get besides those of their rows. */
  contactTags?: string[]
}

/** The newest first. */
export async function listImports(
  db: Database,
  actor: Actor,
  { size, cursor }: { size: number; cursor?: string },
): Promise<{ imports: Import[]; nextCursor: string | null }> {
  let query = visibleImports(db, actor).orderBy('id', 'desc').limit(size)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  const imports = (await query.execute()) as unknown as Import[]
  const last = imports.length === size ? imports.at(-1) : undefined
  return { imports, nextCursor: last ? writeCursor([last.id]) : null }
}

/** Everything that a column may become. */
export async function findImportableFields(db: Database, { organizationId }: Actor): Promise<ImportableField[]> {
  return fieldsWith(await findCustomFields(db, organizationId))
}

/** Goes through all rows and says what would become of each, without changing a contact; again, with other options, anew. */
export function checkImport(db: Database, actor: Actor, id: string, options: ImportOptions): Promise<Import> {
  return begin(db, actor, id, options, 'checking')
}

/** From then on the rows become contacts, piece by piece, with what was said last of columns, duplicates and owner. */
export function startImport(db: Database, actor: Actor, id: string, options: ImportOptions): Promise<Import> {
  return begin(db, actor, id, options, 'running')
}

function begin(
  db: Database,
  actor: Actor,
  id: string,
  options: ImportOptions,
  phase: 'checking' | 'running',
): Promise<Import> {
  return transact(db, async (trx) => {
    const row = await lockImport(trx, actor, id)
    await refuseOwner(trx, actor, options.userId)
    if (!['ready', 'checking', 'checked'].includes(statusOf(row))) throw conflict('import_started', row)
    const fields = await findImportableFields(trx, actor)
    const mapping = checkMapping(options.mapping ?? row.mapping, row.columns, fields)
    await forgetResults(trx, row)
    const times = phase === 'checking' ? { checkStartedAt: new Date(), checkedAt: null } : { startedAt: new Date() }
    const begun = await change(trx, row, {
      mapping: JSON.stringify(mapping),
      duplicates: options.duplicates ?? row.duplicates,
      ownerId: options.userId ?? row.ownerId,
      ...(await givenToNew(trx, actor, options)),
      position: 0,
      createdCount: 0,
      updatedCount: 0,
      skippedCount: 0,
      warnedCount: 0,
      newStatuses: [],
      ...times,
    })
    await record(trx, actor, phase === 'checking' ? 'import.checkStarted' : 'import.started', withoutSamples(begun))
    await enqueuePiece(trx, begun, phase)
    return begun
  })
}

/** In the spellings that are known. */
async function givenToNew(trx: Trx, { organizationId }: Actor, { contactStatus, contactTags }: ImportOptions) {
  const status = contactStatus && (await knownStatus(trx, organizationId, contactStatus))
  return {
    ...(status === undefined ? {} : { contactStatus: status }),
    ...(contactTags && { contactTags: readTags(contactTags) }),
  }
}

/** What is imported by then stays, and can be undone. */
export function cancelImport(db: Database, actor: Actor, id: string): Promise<Import> {
  return transact(db, async (trx) => {
    const row = await lockImport(trx, actor, id)
    if (row.canceledAt) return row
    if (row.finishedAt) throw conflict('import_finished', row)
    const canceled = await change(trx, row, { canceledAt: new Date(), canceledById: actor.userId })
    await record(trx, actor, 'import.canceled', withoutSamples(canceled))
    return canceled
  })
}

/** Deletes what the import has created and puts back what it has changed; what was changed since is kept and named. */
export function undoImport(db: Database, actor: Actor, id: string): Promise<Import> {
  return transact(db, async (trx) => {
    const row = await lockImport(trx, actor, id)
    if (row.undoStartedAt) return row
    if (!row.startedAt || !(row.finishedAt ?? row.canceledAt)) throw conflict('import_not_finished', row)
    const isNothing = row.position === 0
    const at = new Date()
    const times = { undoStartedAt: at, undoStartedById: actor.userId, ...(isNothing ? { undoneAt: at } : {}) }
    const undoing = await change(trx, row, times)
    await record(trx, actor, 'import.undoStarted', withoutSamples(undoing))
    if (!isNothing) await enqueuePiece(trx, undoing, 'undoing')
    return undoing
  })
}

/** Forgets the file and the results; the contacts stay. */
export function deleteImport(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const row = await lockImport(trx, actor, id)
    if (['running', 'undoing'].includes(statusOf(row))) throw conflict('import_running', row)
    await trx.deleteFrom('imports').where('organizationId', '=', row.organizationId).where('id', '=', id).execute()
    await record(trx, actor, 'import.deleted', withoutSamples(row))
  })
}

/** With what stands in their files, which nobody is to find there for ever. */
export async function forgetImports(db: Database, organizationId: string, before: Date): Promise<void> {
  await db.deleteFrom('imports').where('organizationId', '=', organizationId).where('createdAt', '<', before).execute()
}

async function refuseOwner(trx: Trx, actor: Actor, userId: string | undefined): Promise<void> {
  if (userId === undefined || userId === actor.userId) return
  await findUser(trx, actor, userId)
  if (isAdmin(actor)) return
  throw new Refusal(403, 'owner_not_allowed', 'You import for yourself: only an admin may choose another owner.')
}

async function change(trx: Trx, { organizationId, id }: Import, values: object): Promise<Import> {
  const changed = await trx
    .updateTable('imports')
    .set(values)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw violates(error, 'imports_owner_id_fkey') ? notFound('user') : error
    })
  return changed as unknown as Import
}

function conflict(code: string, row: Import): Refusal {
  return new Refusal(409, code, `This cannot be done with an import that is ${statusOf(row)}.`)
}
