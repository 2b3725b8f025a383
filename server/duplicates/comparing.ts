import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'

/** When duplicates are looked for next: whoever is new or was changed, or of whom more is known than stands in it. */
export async function compareSoon(trx: Trx, organizationId: string, contactIds: string[]): Promise<void> {
  await sql`
    insert into contacts_to_compare (organization_id, contact_id)
    select ${organizationId}, changed.contact_id from unnest(${contactIds.toSorted()}::text[]) as changed (contact_id)
    on conflict (organization_id, contact_id) do nothing
  `.execute(trx)
}
