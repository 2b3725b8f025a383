import { sql } from 'kysely'

import { containing } from '../traces.ts'
import type { Step } from './step.ts'

const pieceSize = 10_000

/** Ids and the like: enough for whoever counts what happened, and nothing that anybody said or is called. */
const kept = ['id', 'organizationId', 'contactId', 'conversationId', 'channelId', 'userId', 'direction']

/**
 * The log keeps its order and its positions; of what it says about the person only ids stay. There is no index by subject,
 * which every writer would pay for: so the whole log is gone through, once. By now nothing is left of which anything new could
 * be told.
 */
export const logStep: Step = {
  async piece(trx, { organizationId, erasureId, after, traces }) {
    const end = await sql<{ id: string }>`
      select id from events where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    const patterns = [...traces.contactIds, ...traces.conversationIds].map(containing)
    const found = await sql<{ id: string; data: Record<string, unknown> }>`
      select e.id, e.data from events e
      where e.organization_id = ${organizationId} and e.id > ${after} and ${last ? sql`e.id <= ${last}` : sql`true`}
        and (
          e.subject_id = any(array(
            select s.subject_id from erased_subjects s
            where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId}
          ))
          or e.data::text like any(${patterns})
        )
    `.execute(trx)
    await sql`
      update events set data = emptied.data
      from unnest(${found.rows.map(({ id }) => id)}::text[], ${found.rows.map(({ data }) => JSON.stringify(emptied(data)))}::jsonb[])
        as emptied (id, data)
      where events.organization_id = ${organizationId} and events.id = emptied.id
    `.execute(trx)
    return last
  },
}

function emptied(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(kept.flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : [])))
}
