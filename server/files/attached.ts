import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { findFile, isOwnUpload, useFiles } from './files.ts'
import type { StoredFile } from './files.ts'
import { askToRemoveFile } from './removal.ts'

/** What keeps files besides messages and documents; `holder_id` is the id of the note, of the scheduled message, or of the send to many. */
type Table = 'contact_note_files' | 'conversation_note_files' | 'scheduled_message_files' | 'bulk_send_files'

export interface AttachedFile {
  key: string
  name: string
  size: number
  type: string
}

interface Holder {
  organizationId: string
  id: string
  /** Of the contact and the conversation in which it stands: when those go, the files do. */
  subjectIds: string[]
}

/** One's own uploads by their keys, and those that are attached already, whosesoever they are. */
export async function findOwnUploads(
  db: Database,
  actor: Actor,
  keys: string[],
  attached: AttachedFile[] = [],
): Promise<string[]> {
  for (const id of keys) {
    if (attached.some(({ key }) => key === id)) continue
    const file = await findFile(db, { organizationId: actor.organizationId, id })
    if (!file || !isOwnUpload(actor, file)) throw notFound('attachment')
  }
  return keys
}

/** As a column: the files of whatever has this id, as AttachedFile[]. */
export function attachedTo(organizationId: string, table: Table, holderId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((
    select json_agg(json_build_object('key', f.id, 'name', f.name, 'size', f.size, 'type', f.content_type) order by h.position)
    from ${sql.table(table)} h
    join files f on f.organization_id = ${organizationId} and f.id = h.file_id
    where h.organization_id = ${organizationId} and h.holder_id = ${holderId}
  ), '[]')`
}

/** The files themselves, to be sent. */
export async function attachedFiles(
  db: Database,
  { organizationId, attachments }: { organizationId: string; attachments: AttachedFile[] },
): Promise<StoredFile[]> {
  const files = await Promise.all(attachments.map(({ key: id }) => findFile(db, { organizationId, id })))
  return files.filter((file) => file !== undefined)
}

/** From now on these are attached, in this order. What no longer is goes, unless something else uses it. */
export async function attachInstead(
  trx: Trx,
  table: Table,
  holder: Holder,
  fileIds: string[],
  before: AttachedFile[] = [],
): Promise<void> {
  const ids = [...new Set(fileIds)]
  const gone = before.map(({ key }) => key).filter((key) => !ids.includes(key))
  if (before.length > 0) await detach(trx, table, holder, gone)
  if (ids.length === 0) return
  await sql`
    insert into ${sql.table(table)} (organization_id, holder_id, file_id, position)
    values ${sql.join(ids.map((id, index) => sql`(${holder.organizationId}, ${holder.id}, ${id}, ${index}::smallint)`))}
    on conflict (organization_id, holder_id, file_id) do update set position = excluded.position
  `
    .execute(trx)
    .catch((error: unknown) => {
      // Removed between being looked at and being used.
      throw violates(error, `${table}_file_id_fkey`) ? notFound('attachment') : error
    })
  await useFiles(trx, holder.organizationId, ids, holder.subjectIds)
}

/** Has them removed, unless something else uses them. */
export async function detach(
  trx: Trx,
  table: Table,
  { organizationId, id: holderId }: Pick<Holder, 'organizationId' | 'id'>,
  fileIds: string[],
): Promise<void> {
  if (fileIds.length === 0) return
  await sql`
    delete from ${sql.table(table)}
    where organization_id = ${organizationId} and holder_id = ${holderId} and file_id = any(${fileIds})
  `.execute(trx)
  for (const id of fileIds) await askToRemoveFile(trx, { organizationId, id })
}
