import { sql } from 'kysely'

import { withdrawErased } from '../../messages/cancellation.ts'
import type { Step } from './step.ts'

const pieceSize = 10_000

/**
 * Messages that were separated from the person's are another's by now, and stay; where they had gone to is forgotten. There is
 * no index by address, which every message would pay for: so all that was ever tried is gone through, once.
 */
export const attemptsStep: Step = {
  async piece(trx, { organizationId, after, traces: { addresses } }) {
    // What was being tried when the contact was erased may have been put back since.
    await withdrawErased(trx, organizationId, addresses)
    const end = await sql<{ id: string }>`
      select id from attempts where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    await sql`
      update attempts set address = ''
      where organization_id = ${organizationId} and id > ${after} and ${last ? sql`id <= ${last}` : sql`true`}
        and address = any(${addresses})
    `.execute(trx)
    return last
  },
}
