import { sql } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import { sqlState, transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Storage } from '../platform/storage.ts'
import { storageKey, thumbnailKey } from './files.ts'
import type { FileKey } from './files.ts'

const pieceSize = 100
const day = 86_400_000

export interface GoneSubject {
  organizationId: string
  subjectId: string
}

/** Has the files removed that were used in contacts or conversations which are gone; others may go on using some. */
export async function removeFilesOf(trx: Trx, organizationId: string, subjectIds: string[]): Promise<void> {
  const used = await sql<{ subjectId: string }>`
    select subject_id from file_places
    where organization_id = ${organizationId} and subject_id = any(${subjectIds}::text[]) group by subject_id
  `.execute(trx)
  for (const { subjectId } of used.rows) await removeMoreFilesOf(trx, { organizationId, subjectId })
}

async function removeMoreFilesOf(trx: Trx, gone: GoneSubject): Promise<void> {
  await enqueue(trx, 'remove_files_of', gone)
}

export async function askToRemoveFile(trx: Trx, { organizationId, id }: FileKey): Promise<void> {
  await enqueue(trx, 'remove_file', { organizationId, id } satisfies FileKey)
}

/** Some of them; the rest in the next piece. */
export async function removeSomeFilesOf(db: Database, { organizationId, subjectId }: GoneSubject): Promise<void> {
  const places = await db
    .selectFrom('filePlaces')
    .select('fileId')
    .where('organizationId', '=', organizationId)
    .where('subjectId', '=', subjectId)
    .orderBy('fileId')
    .limit(pieceSize)
    .execute()
  const fileIds = places.map(({ fileId }) => fileId)
  for (const id of fileIds) await removeFile(db, { organizationId, id }, subjectId)
  if (fileIds.length === 0) return
  await transact(db, async (trx) => {
    await trx
      .deleteFrom('filePlaces')
      .where('organizationId', '=', organizationId)
      .where('subjectId', '=', subjectId)
      .where('fileId', 'in', fileIds)
      .execute()
    if (fileIds.length === pieceSize) await removeMoreFilesOf(trx, { organizationId, subjectId })
  })
}

/**
 * The database decides whether anything still uses the file: then its row cannot be deleted, and nothing happens. The bytes go
 * when the row is gone for certain, by a job that is tried until it succeeds.
 */
export async function removeFile(db: Database, { organizationId, id }: FileKey, removedWith?: string): Promise<void> {
  await transact(db, async (trx) => {
    const removed = await trx
      .deleteFrom('files')
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (!removed) return
    await enqueue(trx, 'erase_file', { organizationId, id } satisfies FileKey)
    const told = { ...removed, ...(removedWith ? { removedWith } : {}) }
    await record(trx, systemActor(organizationId), 'file.removed', told)
  }).catch((error: unknown) => {
    const isStillUsed = sqlState(error) === '23503'
    if (!isStillUsed) throw error
  })
}

export async function eraseFile(storage: Storage, file: FileKey): Promise<void> {
  await storage.remove(storageKey(file))
  await storage.remove(thumbnailKey(file))
}

/** Uploads that nobody used for a day, in every organization. */
export async function removeUnusedUploads(db: Database): Promise<void> {
  const before = new Date(Date.now() - day)
  const found = await sql<{ organizationId: string }>`
    select organization_id, count(*) from files
    where used_at is null and created_at < ${before} group by organization_id
  `.execute(db)
  for (const { organizationId } of found.rows) {
    await transact(db, (trx) => enqueue(trx, 'remove_unused_uploads_of', { organizationId }))
  }
}

export async function removeSomeUnusedUploads(db: Database, organizationId: string): Promise<void> {
  const unused = await db
    .selectFrom('files')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('usedAt', 'is', null)
    .where('createdAt', '<', new Date(Date.now() - day))
    .orderBy('createdAt')
    .limit(pieceSize)
    .execute()
  for (const { id } of unused) await removeFile(db, { organizationId, id })
  if (unused.length < pieceSize) return
  await transact(db, (trx) => enqueue(trx, 'remove_unused_uploads_of', { organizationId }))
}
