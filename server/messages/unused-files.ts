import { sql } from 'kysely'

import { removeFile } from '../files/removal.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Schedule } from '../platform/jobs.ts'

const pieceSize = 500

export interface Sweep {
  organizationId: string
  /** Where the piece before ended. */
  after: string
}

export const unusedFilesSchedule: Schedule[] = [{ task: 'sweep_files', pattern: '23 3 * * *' }]

/**
 * Finds, once a day, what events did not lead to: a file whose message moved to another contact before it was deleted. In
 * pieces, so that no job takes long whatever an organization has kept.
 */
export async function sweepFiles(db: Database): Promise<void> {
  const found = await sql<{ organizationId: string }>`
    select organization_id, count(*) from files group by organization_id
  `.execute(db)
  for (const { organizationId } of found.rows) {
    await transact(db, (trx) => enqueue(trx, 'sweep_files_of', { organizationId, after: '' } satisfies Sweep))
  }
}

export async function sweepSomeFiles(db: Database, { organizationId, after }: Sweep): Promise<void> {
  const found = await sql<{ id: string; isUsed: boolean }>`
    select f.id, exists (
      select from attachments a where a.organization_id = ${organizationId} and a.file_id = f.id
    ) or exists (
      select from contact_documents d where d.organization_id = ${organizationId} and d.file_id = f.id
    ) or exists (
      select from contact_note_files a where a.organization_id = ${organizationId} and a.file_id = f.id
    ) or exists (
      select from conversation_note_files a where a.organization_id = ${organizationId} and a.file_id = f.id
    ) or exists (
      select from scheduled_message_files a where a.organization_id = ${organizationId} and a.file_id = f.id
    ) as is_used
    from files f
    where f.organization_id = ${organizationId} and f.used_at is not null and f.id > ${after}
    order by f.id limit ${pieceSize}
  `.execute(db)
  const unused = found.rows.filter((file) => !file.isUsed)
  for (const { id } of unused) await removeFile(db, { organizationId, id })
  const last = found.rows.length === pieceSize ? found.rows.at(-1) : undefined
  if (!last) return
  await transact(db, (trx) => enqueue(trx, 'sweep_files_of', { organizationId, after: last.id } satisfies Sweep))
}
