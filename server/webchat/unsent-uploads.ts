import { sql } from 'kysely'

import type { Database } from '../platform/database.ts'
import { tooMany } from '../platform/errors.ts'
import type { Visitor } from './visitors.ts'

/** Of one visitor: two messages full of files. */
const mostFiles = 20
const megabyte = 1024 * 1024
/** Of one visitor, and of all together: less than what the organization may have unused, so that its people can always upload. */
const mostBytes = { ofVisitor: 100 * megabyte, ofOrganization: 1024 * megabyte }

/** What visitors upload and do not send is removed after a day; until then it must not keep others from uploading. */
export async function refuseTooManyUnsent(db: Database, { organizationId, id }: Visitor): Promise<void> {
  const found = await sql<{ files: number; bytes: number; allBytes: number }>`
    select count(*) filter (where uploaded_by_id = ${id}) as files,
      coalesce(sum(size) filter (where uploaded_by_id = ${id}), 0) as bytes, coalesce(sum(size), 0) as all_bytes
    from files where organization_id = ${organizationId} and used_at is null
  `.execute(db)
  const { files, bytes, allBytes } = found.rows[0]!
  if (files >= mostFiles || bytes >= mostBytes.ofVisitor)
    throw refusal('Send the files that you have chosen before you choose more.')
  if (allBytes >= mostBytes.ofOrganization) throw refusal('No files can be taken at this moment. Try again later.')
}

function refusal(message: string) {
  return tooMany('too_many_unsent_files', message, 3600)
}
