import { sql } from 'kysely'

import type { MergeStep } from '../duplicates/merge-steps.ts'

/**
 * Before conversations are joined: what was answered goes along, and of two open questions the target's stays. An undo leaves
 * the answers with the target, where they can be read.
 */
export const csatInMerges: MergeStep = {
  name: 'csat',
  async follow(trx, { organizationId, sourceId, targetId, mergedAt }) {
    await sql`
      select id from conversations
      where organization_id = ${organizationId} and contact_id = any(${[sourceId, targetId]}) order by id for update
    `.execute(trx)
    const joined = await sql<{ fromId: string; toId: string }>`
      select s.id as from_id, t.id as to_id from conversations s
      join conversations t on t.organization_id = ${organizationId} and t.channel_id = s.channel_id
      where s.organization_id = ${organizationId} and s.contact_id = ${sourceId} and t.contact_id = ${targetId}
    `.execute(trx)
    for (const { fromId, toId } of joined.rows) {
      await sql`
        update csat_requests set closed_at = ${mergedAt}
        where organization_id = ${organizationId} and conversation_id = ${fromId} and answered_at is null and closed_at is null
      `.execute(trx)
      await sql`
        update csat_requests set conversation_id = ${toId}
        where organization_id = ${organizationId} and conversation_id = ${fromId}
      `.execute(trx)
    }
  },
  undo: () => Promise.resolve({ kept: [], stayed: { conversations: 0, messages: 0 } }),
}
