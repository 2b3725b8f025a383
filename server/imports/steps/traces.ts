import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'

/** What a contact may have got since it was made, by the tables that point to it. */
export const traces: Record<string, string> = {
  conversations: 'messages',
  contact_notes: 'notes',
  reminders: 'reminders',
  contact_documents: 'documents',
  contact_addresses: 'messages',
  contact_numbers: 'the number of another one that was merged into it',
}

/** What contacts of the import have got by now; they are held. */
export async function tracesOf(trx: Trx, organizationId: string, ids: string[]): Promise<Map<string, string[]>> {
  const columns = Object.keys(traces).map((table) => {
    const name = sql.table(table)
    return sql`exists (
      select from ${name} where ${name}.organization_id = ${organizationId} and ${name}.contact_id = contacts.id
    )`
  })
  const found = await sql<{ id: string; has: boolean[]; isKnown: boolean }>`
    select contacts.id, array[${sql.join(columns)}] as has, contacts.last_message_time is not null as is_known
    from contacts where contacts.organization_id = ${organizationId} and contacts.id = any(${ids}::text[])
  `.execute(trx)
  return new Map(
    found.rows.map(({ id, has, isKnown }) => {
      const [hasConversation, ...others] = has
      return [id, Object.values(traces).filter((_, index) => [hasConversation || isKnown, ...others][index])]
    }),
  )
}

/** Those that are gone because they were merged into others. */
export async function mergedAway(trx: Trx, organizationId: string, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const found = await sql<{ sourceId: string }>`
    select source_id from contact_merges
    where organization_id = ${organizationId} and source_id = any(${ids}::text[]) and undone_at is null
  `.execute(trx)
  return new Set(found.rows.map(({ sourceId }) => sourceId))
}
