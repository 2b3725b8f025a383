import { sql } from 'kysely'

import { patternsOf } from '../traces.ts'
import type { Step } from './step.ts'

const pieceSize = 5000

/**
 * What receivers answered when they were told of the person may name it. What they were told stands in the log alone; so this
 * comes before the log forgets whom it was about.
 */
export const webhooksStep: Step = {
  async piece(trx, { organizationId, erasureId, after, traces }) {
    const end = await sql<{ id: string }>`
      select id from webhook_attempts where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    const patterns = patternsOf(traces)
    await sql`
      update webhook_attempts set answer = null
      where organization_id = ${organizationId} and id > ${after} and ${last ? sql`id <= ${last}` : sql`true`}
        and answer is not null
        and (answer like any(${patterns}) or exists (
          select from webhook_deliveries d
          join events e on e.organization_id = ${organizationId} and e.id = d.event_id
          where d.organization_id = ${organizationId} and d.id = webhook_attempts.delivery_id
            and (e.data::text like any(${patterns}) or exists (
              select from erased_subjects s
              where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId}
                and s.subject_id in (e.subject_id, d.order_key)
            ))
        ))
    `.execute(trx)
    return last
  },
}
