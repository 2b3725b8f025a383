import { sql } from 'kysely'

import { removeFile } from '../../files/removal.ts'
import type { Step, Work } from './step.ts'

const pieceSize = 100

/** What nothing else uses: a brochure that others were sent as well stays theirs. The bytes go by jobs of their own. */
export const filesStep: Step = {
  async prepare(db, { organizationId, after, traces }) {
    const found = await sql<{ fileId: string }>`
      select distinct p.file_id from file_places p
      where p.organization_id = ${organizationId} and p.subject_id = any(${placesOf(traces)}) and p.file_id > ${after}
      order by p.file_id limit ${pieceSize}
    `.execute(db)
    const ids = found.rows.map(({ fileId }) => fileId)
    for (const id of ids) await removeFile(db, { organizationId, id })
    return ids.length === pieceSize ? ids.at(-1) : undefined
  },

  async piece(trx, { organizationId, erasureId, traces }, last) {
    if (typeof last === 'string') return last
    await sql`
      delete from erased_subjects
      where organization_id = ${organizationId} and erasure_id = ${erasureId} and subject_id = any(array(
        select p.file_id from file_places p
        where p.organization_id = ${organizationId} and p.subject_id = any(${placesOf(traces)})
      ))
    `.execute(trx)
    await sql`
      delete from file_places where organization_id = ${organizationId} and subject_id = any(${placesOf(traces)})
    `.execute(trx)
    return undefined
  },
}

function placesOf({ contactIds, conversationIds }: Work['traces']): string[] {
  return [...contactIds, ...conversationIds]
}
