import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Tasks } from '../platform/jobs.ts'

const pieceSize = 5000

interface Forgotten {
  organizationId: string
  fieldIds: string[]
  /** The last contact that was looked at. */
  after: string
}

export function customFieldTasks(db: Database): Tasks {
  return { forget_custom_fields: (forgotten: Forgotten) => forgetCustomFields(db, forgotten) }
}

/** Takes the values of fields that are gone out of a piece of the contacts, where nobody sees them any more anyway. */
export function forgetCustomFields(db: Database, { organizationId, fieldIds, after }: Forgotten): Promise<void> {
  return transact(db, async (trx) => {
    const contacts = await trx
      .selectFrom('contacts')
      .select('id')
      .where('organizationId', '=', organizationId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pieceSize)
      .execute()
    const last = contacts.at(-1)
    if (!last) return
    await sql`
      update contacts set custom_fields = custom_fields - ${fieldIds}::text[]
      where organization_id = ${organizationId} and id > ${after} and id <= ${last.id}
        and custom_fields <> '{}' and custom_fields ?| ${fieldIds}::text[]
    `.execute(trx)
    if (contacts.length < pieceSize) return
    await enqueue(trx, 'forget_custom_fields', { organizationId, fieldIds, after: last.id })
  })
}
