import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { isAdmin } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Files } from '../platform/schema.ts'

/** Something that is kept in the storage. Its id is its key in the API. */
export type StoredFile = Selectable<Files>

export type FileKey = Pick<StoredFile, 'organizationId' | 'id'>

export function storageKey({ organizationId, id }: FileKey): string {
  return `${organizationId}/${id}`
}

export function thumbnailKey(file: FileKey): string {
  return `${storageKey(file)}-thumbnail`
}

export function findFile(db: Database, { organizationId, id }: FileKey): Promise<StoredFile | undefined> {
  return db
    .selectFrom('files')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('storedAt', 'is not', null)
    .executeTakeFirst()
}

/** A person's own upload is theirs to use; an admin may use everybody's. What contacts sent is nobody's upload. */
export function isOwnUpload(actor: Actor, file: StoredFile): boolean {
  return file.uploadedById !== null && (isAdmin(actor) || file.uploadedById === (actor.userId ?? actor.id))
}

/**
 * Notes where files are used, by the ids of the contact and the conversation: so they are found when those go. Whoever uses a
 * file also keeps a foreign key to it, which keeps it from being removed.
 */
export async function useFiles(
  trx: Trx,
  organizationId: string,
  fileIds: string[],
  subjectIds: string[],
): Promise<void> {
  if (fileIds.length === 0) return
  const places = [...new Set(fileIds)].flatMap((fileId) =>
    subjectIds.map((subjectId) => ({ organizationId, subjectId, fileId })),
  )
  if (places.length > 0) {
    await trx
      .insertInto('filePlaces')
      .values(places)
      .onConflict((conflict) => conflict.columns(['organizationId', 'subjectId', 'fileId']).doNothing())
      .execute()
  }
  await trx
    .updateTable('files')
    .set({ usedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('id', 'in', fileIds)
    .where('usedAt', 'is', null)
    .execute()
}

/** What was used in the one place is used in the other as well from now on. */
export async function shareFiles(trx: Trx, organizationId: string, fromId: string, toId: string): Promise<void> {
  await sql`
    insert into file_places (organization_id, subject_id, file_id)
    select ${organizationId}, ${toId}, p.file_id from file_places p
    where p.organization_id = ${organizationId} and p.subject_id = ${fromId}
    on conflict (organization_id, subject_id, file_id) do nothing
  `.execute(trx)
}
