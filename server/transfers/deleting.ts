import { sql } from 'kysely'

import { eraseFile } from '../files/removal.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import { uploadKey } from './import.ts'
import { rebuilt, sections, staying } from './tables.ts'
import { columnList } from './tables/columns.ts'

const rowsInPiece = 2000
const filesInPiece = 100
const sweepMinutes = 10

export interface DeletePiece {
  organizationId: string
  /** The files up to this one are out of the storage; without, all are. */
  filesAfter?: string
}

/** Some files or some rows of an organization that is deleted; the rest in the next piece. */
export async function deletePiece(db: Database, storage: Storage, piece: DeletePiece): Promise<void> {
  if (piece.filesAfter !== undefined) return eraseSomeFiles(db, storage, piece.organizationId, piece.filesAfter)
  await transact(db, async (trx) => {
    if (!(await deleteSomeRows(trx, piece.organizationId))) return enqueue(trx, 'delete_organization', piece)
    const gone = await trx.deleteFrom('organizations').where('id', '=', piece.organizationId).executeTakeFirst()
    if (gone.numDeletedRows === 0n) return
    // What was being done for it in that moment may have written into a table that was empty by then.
    const runAt = new Date(Date.now() + sweepMinutes * 60_000)
    await enqueue(trx, 'delete_organization', piece, { runAt })
  })
}

/** While their rows still tell which there are. */
async function eraseSomeFiles(db: Database, storage: Storage, organizationId: string, after: string): Promise<void> {
  const files = await db
    .selectFrom('files')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(filesInPiece)
    .execute()
  for (const { id } of files) await eraseFile(storage, { organizationId, id })
  const last = files.length === filesInPiece ? files.at(-1) : undefined
  if (!last) await eraseUploads(db, storage, organizationId)
  await transact(db, (trx) =>
    enqueue(trx, 'delete_organization', { organizationId, ...(last ? { filesAfter: last.id } : {}) }),
  )
}

async function eraseUploads(db: Database, storage: Storage, organizationId: string): Promise<void> {
  const imports = await db
    .selectFrom('organizationImports')
    .select('id')
    .where('organizationId', '=', organizationId)
    .execute()
  for (const { id } of imports) await storage.remove(uploadKey({ organizationId, id }))
}

interface Table {
  table: string
  key: string[]
}

/** What leads to others goes before them. */
const tables: Table[] = [
  ...Object.entries({ ...staying, ...rebuilt }).map(([table, { key }]) => ({ table, key })),
  ...sections.filter(({ isLate, name }) => !isLate && name !== 'organizations').toReversed(),
]

/** Answers whether there are none left. */
async function deleteSomeRows(trx: Trx, organizationId: string): Promise<boolean> {
  let room = rowsInPiece
  for (const table of tables) {
    if (table.table === 'users') await untieUsers(trx, organizationId)
    room -= await deleteRows(trx, organizationId, table, room)
    if (room <= 0) return false
  }
  return true
}

async function deleteRows(trx: Trx, organizationId: string, { table, key }: Table, limit: number): Promise<number> {
  const name = sql.table(table)
  const some = sql`
    and (${columnList(key)}) in (
      select ${columnList(key)} from ${name} where organization_id = ${organizationId} limit ${limit}
    )
  `
  const deleted = await sql`
    delete from ${name} where organization_id = ${organizationId} ${key.length > 0 ? some : sql``}
  `.execute(trx)
  return Number(deleted.numAffectedRows ?? 0)
}

/** They lead to each other, in whatever order they go. */
async function untieUsers(trx: Trx, organizationId: string): Promise<void> {
  await trx
    .updateTable('users')
    .set({ disabledById: null, deletedById: null, heirId: null, passwordDisabledById: null })
    .where('organizationId', '=', organizationId)
    .execute()
}
