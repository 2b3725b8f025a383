import { sql } from 'kysely'

import { containing, patternsOf } from '../traces.ts'
import type { Step } from './step.ts'

const pieceSize = 2000

const goneAnswer = {
  success: false,
  error: {
    code: 'answer_erased',
    message: 'This request was answered already; the answer was about somebody who has been erased since.',
    details: [],
  },
  message: 'This request was answered already; the answer was about somebody who has been erased since.',
}

/**
 * Answers that are kept for whoever asks again: what they said is dropped, and that they were given stays, so that nothing is
 * done twice.
 */
export const answersStep: Step = {
  async piece(trx, { organizationId, erasureId, after, traces }) {
    const [actorId = '', key = ''] = after === '' ? [] : (JSON.parse(after) as string[])
    const isBeyond = sql`(actor_id, key) > (${actorId}, ${key})`
    const end = await sql<{ actorId: string; key: string }>`
      select actor_id, key from idempotency_keys where organization_id = ${organizationId} and ${isBeyond}
      order by actor_id, key offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]
    await sql`
      update idempotency_keys set status_code = 410, body = ${JSON.stringify(goneAnswer)}
      where organization_id = ${organizationId} and ${isBeyond}
        and ${last ? sql`(actor_id, key) <= (${last.actorId}, ${last.key})` : sql`true`}
        and body::text like any(${patternsOf(traces)}) and not (body::text like ${containing(erasureId)})
    `.execute(trx)
    return last && JSON.stringify([last.actorId, last.key])
  },
}
