import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Trx } from '../platform/database.ts'

/** Copies who has seen all of the conversations `v` that the condition names; of one without a word, who called it back. */
export async function recallReaders(trx: Trx, organizationId: string, condition: RawBuilder<unknown>): Promise<void> {
  await sql`
    with looked as materialized (
      select v.id, array(
        select s.user_id from conversation_seen s
        where s.organization_id = ${organizationId} and s.conversation_id = v.id and case when v.inbound_count > 0
          then s.unseen_at is null and s.inbound_count >= v.inbound_count else s.unseen_at is not null end
        order by s.user_id
      ) as reader_ids
      from conversations v where v.organization_id = ${organizationId} and ${condition}
    )
    update conversations set reader_ids = looked.reader_ids from looked
    where conversations.organization_id = ${organizationId} and conversations.id = looked.id
      and conversations.reader_ids <> looked.reader_ids
  `.execute(trx)
}
