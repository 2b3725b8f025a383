import { sql } from 'kysely'

import type { Trx } from '../../platform/database.ts'
import { containing } from '../traces.ts'
import type { Step, Work } from './step.ts'

const pieceSize = 10_000

/** Ids and the like: enough for whoever counts what happened, and nothing that anybody said or is called. */
const kept = ['id', 'organizationId', 'contactId', 'conversationId', 'channelId', 'userId', 'direction']

/**
 * The log keeps its order and its positions; of what it says about the person only ids stay. There is no index by subject,
 * which every writer would pay for: so the whole log is gone through, once. By now nothing is left of which anything new could
 * be told.
 */
export const logStep: Step = {
  async piece(trx, work) {
    const { organizationId, after } = work
    const end = await sql<{ id: string }>`
      select id from events where organization_id = ${organizationId} and id > ${after}
      order by id offset ${pieceSize - 1} limit 1
    `.execute(trx)
    const last = end.rows[0]?.id
    let found = await eventsAbout(trx, work, last)
    // What was deleted before the contact was is known from here alone.
    while (await learn(trx, work, found)) found = await eventsAbout(trx, work, last)
    await sql`
      update events set data = emptied.data
      from unnest(${found.map(({ id }) => id)}::text[], ${found.map(({ data }) => JSON.stringify(emptied(data)))}::jsonb[])
        as emptied (id, data)
      where events.organization_id = ${organizationId} and events.id = emptied.id
    `.execute(trx)
    return last
  },
}

interface Told {
  id: string
  type: string
  subjectId: string
  data: Record<string, unknown>
}

async function eventsAbout(
  trx: Trx,
  { organizationId, erasureId, after, traces }: Work,
  last: string | undefined,
): Promise<Told[]> {
  const patterns = [...traces.contactIds, ...traces.conversationIds].map(containing)
  const found = await sql<Told>`
    with subjects as materialized (
      select array_agg(s.subject_id) as ids from erased_subjects s
      where s.organization_id = ${organizationId} and s.erasure_id = ${erasureId}
    )
    select e.id, e.type, e.subject_id, e.data from events e, subjects
    where e.organization_id = ${organizationId} and e.id > ${after} and ${last ? sql`e.id <= ${last}` : sql`true`}
      and (
        e.subject_id = any(subjects.ids) or e.data ->> 'conversationId' = any(subjects.ids) or e.data::text like any(${patterns})
      )
  `.execute(trx)
  return found.rows
}

/** Answers whether there is anything new to look for. */
async function learn(trx: Trx, { organizationId, erasureId }: Work, found: Told[]): Promise<boolean> {
  const ids = found.flatMap(({ type, subjectId, data }) => [
    ...(type.startsWith('conversation.') ? [subjectId] : []),
    ...(typeof data['fileId'] === 'string' ? [data['fileId']] : []),
  ])
  const learned = await sql`
    insert into erased_subjects (organization_id, erasure_id, subject_id)
    select distinct ${organizationId}, ${erasureId}, s.id from unnest(${ids}::text[]) as s (id)
    on conflict (organization_id, erasure_id, subject_id) do nothing
  `.execute(trx)
  return Number(learned.numAffectedRows ?? 0) > 0
}

function emptied(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(kept.flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : [])))
}
