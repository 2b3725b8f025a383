import { sql } from 'kysely'

import { userActor } from '../../identity/actor.ts'
import type { Actor } from '../../identity/actor.ts'
import { notify } from '../../identity/notifications.ts'
import { countryOf } from '../../identity/organizations.ts'
import { transact } from '../../platform/database.ts'
import type { Database, Trx } from '../../platform/database.ts'
import { record } from '../../platform/events/record.ts'
import { enqueue } from '../../platform/jobs.ts'
import { LostRace, changeContacts, createContacts, lockContacts, peekContacts } from './contact-sets.ts'
import { statusOf, withoutSamples } from './import.ts'
import type { Import } from './import.ts'
import { readPiece } from './pieces.ts'
import { planRows, readRow } from './plan.ts'
import type { Known, ReadRow, Result } from './plan.ts'
import { earlierResults, storeResults } from './results.ts'
import { undoPiece } from './undo.ts'

/** Names the piece, so that whoever comes with an old job finds that it is done. */
export interface ImportPiece {
  organizationId: string
  importId: string
  phase: 'checking' | 'running' | 'undoing'
  position: number
}

export function enqueuePiece(trx: Trx, { organizationId, id, position }: Import, phase: ImportPiece['phase']) {
  return enqueue(trx, 'import_piece', { organizationId, importId: id, phase, position } satisfies ImportPiece)
}

/**
 * Handles one piece with its results and the position in one transaction: after a crash anywhere the piece is done or it is
 * not. Another job for the same piece waits for this one, and finds nothing to do.
 */
export async function importPiece(db: Database, piece: ImportPiece): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await transact(db, (trx) => handle(trx, piece))
    } catch (error) {
      if (!(error instanceof LostRace) || tries === mostTries) throw error
    }
  }
}

const mostTries = 5

async function handle(trx: Trx, { organizationId, importId, phase, position }: ImportPiece): Promise<void> {
  const found = await trx
    .selectFrom('imports')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', importId)
    .forUpdate()
    .executeTakeFirst()
  const row = found as unknown as Import | undefined
  if (!row || statusOf(row) !== phase || row.position !== position) return
  const actor = await actorOf(trx, row)
  const moved = phase === 'undoing' ? await undoPiece(trx, actor, row) : await importRows(trx, actor, row, phase)
  if (moved.position === (phase === 'undoing' ? 0 : row.pieceCount)) await finish(trx, actor, moved, phase)
  else await enqueuePiece(trx, moved, phase)
}

/** Who started it, with the role that they have by now. */
async function actorOf(trx: Trx, row: Import): Promise<Actor> {
  const user = await trx
    .selectFrom('users')
    .select(['organizationId', 'id', 'accessRole', 'departmentId'])
    .where('organizationId', '=', row.organizationId)
    .where('id', '=', row.undoStartedById ?? row.userId)
    .executeTakeFirstOrThrow()
  return userActor(user)
}

async function importRows(trx: Trx, actor: Actor, row: Import, phase: 'checking' | 'running'): Promise<Import> {
  const country = await countryOf(trx, row.organizationId)
  const stored = await readPiece(trx, row.organizationId, row.id, row.position)
  const rows = stored.map((each) => readRow(each, row.mapping, country))
  const known = await knownContacts(trx, actor, row, rows, phase)
  const results = planRows(rows, known, row.duplicates)
  if (phase === 'running') {
    const contacts = [...new Set(known.values())]
    await createContacts(
      trx,
      actor,
      row.ownerId,
      contacts.filter(({ isNew }) => isNew),
    )
    await changeContacts(
      trx,
      actor,
      contacts.filter(({ isNew, isChanged }) => isChanged && !isNew),
    )
  }
  await storeResults(trx, row, results)
  return move(trx, row, results)
}

/** By number: those that are there, and in a dry run those that the rows before would have made. */
async function knownContacts(
  trx: Trx,
  actor: Actor,
  row: Import,
  rows: ReadRow[],
  phase: 'checking' | 'running',
): Promise<Map<string, Known>> {
  const numbers = [...new Set(rows.flatMap(({ written, values }) => [written, values.phoneNumber ?? written]))]
  const condition = sql`contacts.phone_number = any(${numbers}::text[])`
  const present = await (phase === 'running' ? lockContacts : peekContacts)(trx, actor, condition)
  const known = new Map<string, Known>()
  for (const contact of present) {
    const state = { phoneNumber: contact.phoneNumber!, isNew: false, isChanged: false, row: null }
    known.set(contact.phoneNumber!, { ...contact, ...state })
  }
  for (const earlier of await earlierResults(trx, row, numbers)) {
    const contact = known.get(earlier.phoneNumber) ?? (phase === 'checking' ? imagined(earlier) : undefined)
    if (!contact) continue
    contact.row = earlier.number
    if (phase === 'checking') {
      for (const [name, [, after]] of Object.entries(earlier.changes)) Object.assign(contact, { [name]: after })
    }
    known.set(earlier.phoneNumber, contact)
  }
  return known
}

function imagined({
  contactId,
  contactVersion,
  phoneNumber,
}: {
  contactId: string
  contactVersion: number
  phoneNumber: string
}): Known {
  const fields = { firstName: null, lastName: null, email: null, status: '', process: '', source: '' }
  const state = { isVisible: true, isNew: false, isChanged: false, row: null }
  return { id: contactId, version: contactVersion, phoneNumber, ...fields, ...state }
}

async function move(trx: Trx, row: Import, results: Result[]): Promise<Import> {
  const count = (outcome: Result['outcome']) => results.filter((each) => each.outcome === outcome).length
  const moved = await trx
    .updateTable('imports')
    .set({
      position: row.position + 1,
      createdCount: row.createdCount + count('created'),
      updatedCount: row.updatedCount + count('updated'),
      skippedCount: row.skippedCount + count('skipped'),
    })
    .where('organizationId', '=', row.organizationId)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return moved as unknown as Import
}

const endOf = {
  checking: { column: 'checkedAt', event: 'import.checked' },
  running: { column: 'finishedAt', event: 'import.finished' },
  undoing: { column: 'undoneAt', event: 'import.undone' },
} as const

async function finish(trx: Trx, actor: Actor, row: Import, phase: ImportPiece['phase']): Promise<void> {
  const { column, event } = endOf[phase]
  const at = new Date()
  await trx
    .updateTable('imports')
    .set({ [column]: at })
    .where('organizationId', '=', row.organizationId)
    .where('id', '=', row.id)
    .execute()
  await record(trx, actor, event, withoutSamples({ ...row, [column]: at }))
  if (phase === 'checking') return
  const news = { type: `import.${phase === 'running' ? 'finished' : 'undone'}`, subjectType: 'import' } as const
  await notify(trx, row.organizationId, [row.userId, actor.id!], {
    ...news,
    subjectId: row.id,
    text: newsOf(row, phase),
  })
}

function newsOf(row: Import, phase: 'running' | 'undoing'): string {
  const { fileName, createdCount, updatedCount, skippedCount, undoneCount, keptCount } = row
  if (phase === 'running') {
    return `${fileName} is imported: ${createdCount} created, ${updatedCount} updated, ${skippedCount} skipped.`
  }
  const kept = keptCount === 0 ? '' : `; ${keptCount} rows are kept, because they were changed since`
  return `The import of ${fileName} is undone: ${undoneCount} rows${kept}.`
}
