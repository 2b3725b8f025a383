import { sql } from 'kysely'

import type { MergeStep, Parting } from '../duplicates/merge-steps.ts'
import type { Trx } from '../platform/database.ts'

interface Went {
  fromId: string
  toId: string
  ids: string[]
  closedIds: string[]
}

/** When conversations are joined, what was answered goes along, and of two open questions the target's stays. */
export const csatInMerges: MergeStep = {
  name: 'csat',
  // Before the conversations themselves, with which what points to them would go.
  async follow(trx, { organizationId, sourceId, targetId, mergedAt }): Promise<Went[]> {
    await sql`
      select id from conversations
      where organization_id = ${organizationId} and contact_id = any(${[sourceId, targetId]}) order by id for update
    `.execute(trx)
    const joined = await sql<{ fromId: string; toId: string }>`
      select s.id as from_id, t.id as to_id from conversations s
      join conversations t on t.organization_id = ${organizationId} and t.channel_id = s.channel_id
      where s.organization_id = ${organizationId} and s.contact_id = ${sourceId} and t.contact_id = ${targetId}
    `.execute(trx)
    const went: Went[] = []
    for (const pair of joined.rows) went.push(await moveAll(trx, organizationId, pair, mergedAt))
    return went
  },
  // Merges from before this was kept leave what went along where it is.
  async undo(trx, { organizationId }, saved) {
    for (const went of (saved ?? []) as Went[]) await moveBack(trx, organizationId, went)
    return nothingStayed
  },
}

async function moveAll(
  trx: Trx,
  organizationId: string,
  { fromId, toId }: Pick<Went, 'fromId' | 'toId'>,
  mergedAt: Date,
): Promise<Went> {
  const closed = await sql<{ id: string }>`
    update csat_requests set closed_at = ${mergedAt}
    where organization_id = ${organizationId} and conversation_id = ${fromId} and answered_at is null and closed_at is null
    returning id
  `.execute(trx)
  const moved = await sql<{ id: string }>`
    update csat_requests set conversation_id = ${toId}
    where organization_id = ${organizationId} and conversation_id = ${fromId} returning id
  `.execute(trx)
  const ids = moved.rows.map(({ id }) => id)
  return { fromId, toId, ids, closedIds: closed.rows.map(({ id }) => id) }
}

/** Only what is still where it went to; a question that was closed for it is open again, as long as it would have been. */
async function moveBack(trx: Trx, organizationId: string, { fromId, toId, ids, closedIds }: Went): Promise<void> {
  const back = await sql<{ id: string }>`
    update csat_requests set conversation_id = ${fromId}
    where organization_id = ${organizationId} and conversation_id = ${toId} and id = any(${ids})
      and ${fromId} in (select c.id from conversations c where c.organization_id = ${organizationId} and c.id = ${fromId})
    returning id
  `.execute(trx)
  const open = back.rows.map(({ id }) => id).filter((id) => closedIds.includes(id))
  await sql`
    update csat_requests set closed_at = null where organization_id = ${organizationId} and id = any(${open})
  `.execute(trx)
}

const nothingStayed: Parting = { kept: [], stayed: { conversations: 0, messages: 0 } }
