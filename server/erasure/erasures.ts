import type { Selectable } from 'kysely'

import type { Database } from '../platform/database.ts'
import type { Erasures } from '../platform/schema.ts'

export interface Found {
  conversations: number
  messages: number
  notes: number
  documents: number
  reminders: number
  files: number
}

/** The erasing of one contact, done or under way. */
export type Erasure = Omit<Selectable<Erasures>, 'found'> & { found: Found }

export async function findErasure(
  db: Database,
  { organizationId }: { organizationId: string },
  by: { id: string } | { contactId: string },
): Promise<Erasure | undefined> {
  const query = db.selectFrom('erasures').selectAll().where('organizationId', '=', organizationId)
  const found = await ('id' in by ? query.where('id', '=', by.id) : query.where('contactId', '=', by.contactId))
    // Two who change it come one after the other.
    .$if(db.isTransaction, (held) => held.forUpdate())
    .executeTakeFirst()
  return found as unknown as Erasure | undefined
}
