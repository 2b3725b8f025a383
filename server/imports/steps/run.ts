import { isAdmin, userActor } from '../../identity/actor.ts'
import type { Actor } from '../../identity/actor.ts'
import { firstPlace } from '../../contacts/places.ts'
import { heirOf } from '../../identity/membership.ts'
import { notify } from '../../identity/notifications.ts'
import { transact } from '../../platform/database.ts'
import type { Database, Trx } from '../../platform/database.ts'
import { record } from '../../platform/events/record.ts'
import { enqueue } from '../../platform/jobs.ts'
import { isForgetting, joinImports } from '../holding.ts'
import { changeContacts, createContacts } from './contact-sets.ts'
import { statusOf, withoutSamples } from './import.ts'
import type { Import } from './import.ts'
import { LostRace, knownContacts } from './known-contacts.ts'
import { readPiece } from './pieces.ts'
import { planRows } from './plan.ts'
import type { Result, Rules } from './plan.ts'
import { readRows } from './reading.ts'
import { storeResults } from './results.ts'
import { undoPiece } from './undo.ts'

/** Names the piece, so that whoever comes with an old job finds that it is done. */
export interface ImportPiece {
  organizationId: string
  importId: string
  phase: 'checking' | 'running' | 'undoing'
  position: number
}

/** Looked at again after this, while somebody is being erased of whom rows may stand in the file. */
const pauseSeconds = 1

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

async function handle(trx: Trx, piece: ImportPiece): Promise<void> {
  const { organizationId, importId, phase, position } = piece
  await joinImports(trx, organizationId)
  if (await isForgetting(trx, organizationId)) return postpone(trx, piece)
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

function postpone(trx: Trx, piece: ImportPiece): Promise<void> {
  return enqueue(trx, 'import_piece', piece, { runAt: new Date(Date.now() + pauseSeconds * 1000) })
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
  const rules = await rulesOf(trx, actor, row)
  const { rows, statuses } = await readRows(trx, row, await readPiece(trx, row.organizationId, row.id, row.position))
  const known = await knownContacts(trx, actor, row, rows, phase)
  const results = planRows(rows, known, rules)
  if (phase === 'running') {
    const contacts = [...new Set(known.values())]
    await createContacts(
      trx,
      actor,
      contacts.filter(({ isNew }) => isNew),
    )
    await changeContacts(
      trx,
      actor,
      contacts.filter(({ isNew, isChanged }) => isChanged && !isNew),
    )
  }
  await storeResults(trx, row, results, phase)
  return move(trx, row, results, statuses.newWith(rows, results))
}

async function rulesOf(trx: Trx, actor: Actor, row: Import): Promise<Rules> {
  const { organizationId, duplicates, contactTags } = row
  const status = row.contactStatus ?? (await firstPlace(trx, organizationId)).status
  const ownerId = await heirOf(trx, organizationId, row.ownerId)
  return { duplicates, status, tags: contactTags, ownerId, mayChooseOwner: isAdmin(actor) }
}

async function move(trx: Trx, row: Import, results: Result[], newStatuses: string[]): Promise<Import> {
  const count = (outcome: Result['outcome']) => results.filter((each) => each.outcome === outcome).length
  const moved = await trx
    .updateTable('imports')
    .set({
      position: row.position + 1,
      createdCount: row.createdCount + count('created'),
      updatedCount: row.updatedCount + count('updated'),
      skippedCount: row.skippedCount + count('skipped'),
      warnedCount:
        row.warnedCount + results.filter(({ outcome, code }) => outcome !== 'skipped' && code !== null).length,
      newStatuses,
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
  const { fileName, createdCount, updatedCount, skippedCount, warnedCount, undoneCount, keptCount } = row
  if (phase === 'running') {
    const warned = warnedCount === 0 ? '' : `; what could not be read was left out of ${warnedCount} of them`
    return `${fileName} is imported: ${createdCount} created, ${updatedCount} updated, ${skippedCount} skipped${warned}.`
  }
  const kept = keptCount === 0 ? '' : `; ${keptCount} rows are kept, because they were changed since`
  return `The import of ${fileName} is undone: ${undoneCount} rows${kept}.`
}
