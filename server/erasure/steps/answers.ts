import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import { newId } from '../../platform/id.ts'
import { containing, patternsOf } from '../traces.ts'
import type { Step, Work } from './step.ts'

const pieceSize = 2000
const mostRecent = 500

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
  async piece(trx, work) {
    const { organizationId, erasureId, after } = work
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
        and body::text like any(${await patternsFor(trx, work)}) and not (body::text like ${containing(erasureId)})
    `.execute(trx)
    return last && JSON.stringify([last.actorId, last.key])
  },
}

/** With what the answers, which are kept for a day, may know as another contact's. */
async function patternsFor(trx: Trx, { organizationId, erasureId, traces }: Work): Promise<string[]> {
  const dayAgo = newId(new Date(Date.now() - 86_400_000))
  const recent = await sql<{ subjectId: string }>`
    select subject_id from erased_subjects
    where organization_id = ${organizationId} and erasure_id = ${erasureId} and subject_id > ${dayAgo}
    order by subject_id desc limit ${mostRecent}
  `.execute(trx)
  return [...patternsOf(traces), ...recent.rows.map(({ subjectId }) => containing(subjectId))]
}
