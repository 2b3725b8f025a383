import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { Import } from './steps/import.ts'

export interface ImportedContact {
  /** The row that made or changed it. */
  row: number
  id: string
  firstName: string | null
  lastName: string | null
  phoneNumber: string
}

interface Asked {
  outcome: 'created' | 'updated'
  size: number
  cursor?: string
}

/** In the order of the file; those that have been deleted since, or are somebody else's by now, are not there. */
export async function importedContacts(
  db: Database,
  actor: Actor,
  { organizationId, id }: Import,
  { outcome, size, cursor }: Asked,
): Promise<{ contacts: ImportedContact[]; nextCursor: string | null }> {
  const after = cursor ? Number(readCursor(cursor, 1)[0]) || 0 : 0
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const { rows: contacts } = await sql<ImportedContact>`
    select r.number as row, contacts.id, contacts.first_name, contacts.last_name, contacts.phone_number
    from import_results r
    join contacts on contacts.organization_id = ${organizationId} and contacts.id = r.contact_id
    where r.organization_id = ${organizationId} and r.import_id = ${id} and r.number > ${after}::integer
      and r.outcome = ${outcome} and ${visible}
    order by r.number limit ${size}
  `.execute(db)
  const last = contacts.length === size ? contacts.at(-1) : undefined
  return { contacts, nextCursor: last ? writeCursor([String(last.row)]) : null }
}
