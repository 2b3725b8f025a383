import { sql } from 'kysely'

import type { Trx } from '../../../platform/database.ts'

/** Of what an event may be about, and of which it can be told by its row whose it is. */
const tables = [
  'contacts',
  'conversations',
  'messages',
  'contact_notes',
  'conversation_notes',
  'contact_documents',
  'reminders',
  'scheduled_messages',
  'files',
]

/** What is still there has become another contact's, or always was one's as well. */
export async function thereAmong(trx: Trx, organizationId: string, ids: string[]): Promise<Set<string>> {
  const present = tables.map(
    (table) =>
      sql`select t.id from ${sql.table(table)} t where t.organization_id = ${organizationId} and t.id = any(${ids})`,
  )
  const there = await sql<{ id: string }>`${sql.join(present, sql` union all `)}`.execute(trx)
  return new Set(there.rows.map(({ id }) => id))
}

export async function goneAmong(trx: Trx, organizationId: string, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const there = await thereAmong(trx, organizationId, ids)
  return ids.filter((id) => !there.has(id))
}
