import { sql } from 'kysely'

import { findContact } from '../contacts/contacts.ts'
import type { Actor } from '../identity/actor.ts'
import { organizationIds } from '../identity/organizations.ts'
import type { Database } from '../platform/database.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'

interface ListedMerge {
  id: string
  sourceId: string
  targetId: string
  sourceName: string | null
  mergedAt: Date
  mergedById: string | null
  undoneAt: Date | null
  undoneById: string | null
}

/** The newest first; what can be undone, and what was. */
export async function listMerges(
  db: Database,
  actor: Actor,
  { contactId, size, cursor }: { contactId?: string; size: number; cursor?: string },
): Promise<{ merges: ListedMerge[]; nextCursor: string | null }> {
  const before = cursor ? sql`id < ${readCursor(cursor, 1)[0]}` : sql`true`
  if (contactId !== undefined) await findContact(db, actor, contactId)
  const into = contactId === undefined ? sql`true` : sql`target_id = ${contactId}`
  const found = await sql<ListedMerge>`
    select id, source_id, target_id, merged_at, merged_by_id, undone_at, undone_by_id,
      nullif(concat_ws(' ', saved -> 'source' ->> 'firstName', saved -> 'source' ->> 'lastName'), '') as source_name
    from contact_merges where organization_id = ${actor.organizationId} and ${into} and ${before}
    order by id desc limit ${size}
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return { merges: found.rows, nextCursor: last ? writeCursor([last.id]) : null }
}

/** What can be undone no more need not be known any longer. */
export async function forgetMerges(db: Database, before: Date): Promise<void> {
  for (const organizationId of await organizationIds(db)) {
    await db
      .deleteFrom('contactMerges')
      .where('organizationId', '=', organizationId)
      .where('mergedAt', '<', before)
      .execute()
  }
}
