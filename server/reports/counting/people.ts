import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'

/** Whose a conversation is, in the reports: the first assignee’s, or else the owner’s. */
export const ofWhom = sql<string>`coalesce(v.assignee_ids[1], v.user_id)`

/** Of each of these conversations that is still there. */
export async function peopleOf(trx: Trx, organizationId: string, ids: string[]): Promise<Map<string, string>> {
  const found = await sql<{ id: string; userId: string }>`
    select v.id, ${ofWhom} as user_id from conversations v where v.organization_id = ${organizationId} and v.id = any(${ids})
  `.execute(trx)
  return new Map(found.rows.map(({ id, userId }) => [id, userId]))
}
