import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { recordOutcomes } from './outcomes.ts'
import type { Settled } from './outcomes.ts'

const error = {
  code: 'server_stopped',
  message: 'The server stopped while it was sending: the message may or may not have gone out.',
}

/**
 * What dead workers had claimed: nobody knows whether they still called the provider, so it becomes unknown. A worker
 * lives as long as it holds the session lock of its id; whoever can take that lock has outlived it.
 */
export async function settleAbandoned(db: Database, workerId: number): Promise<void> {
  const claims = await sql<{ organizationId: string; claimedBy: number }>`
    select organization_id, claimed_by, count(*) from outbox
    where claimed_by is not null and claimed_by <> ${workerId} group by organization_id, claimed_by
  `.execute(db)
  for (const { organizationId, claimedBy } of claims.rows) {
    await transact(db, async (trx) => {
      const locked = await sql<{ isDead: boolean }>`select pg_try_advisory_xact_lock(${claimedBy}) as is_dead`.execute(
        trx,
      )
      if (!locked.rows[0]?.isDead) return
      const abandoned = await sql<Settled['draft'] & { channelId: string }>`
        select o.message_id, o.channel_id, o.attempt_id, o.tries, m.updated_at as queued_at, m.content, '' as "to"
        from outbox o
        join messages m on m.organization_id = ${organizationId} and m.id = o.message_id
        where o.organization_id = ${organizationId} and o.claimed_by = ${claimedBy}
      `.execute(trx)
      const outcome = { kind: 'unknown', error } as const
      await recordOutcomes(
        trx,
        abandoned.rows.map(({ channelId, ...draft }) => ({ organizationId, channelId, draft, outcome })),
      )
    })
  }
}
