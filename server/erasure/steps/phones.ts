import { sql } from 'kysely'

import type { Step } from './step.ts'

/** What the simulated phone got. A real one is the person's own. */
export const phonesStep: Step = {
  async piece(trx, { organizationId, traces }) {
    await sql`
      delete from simulator_messages
      where organization_id = ${organizationId} and recipient = any(${traces.addresses})
    `.execute(trx)
    return undefined
  },
}
