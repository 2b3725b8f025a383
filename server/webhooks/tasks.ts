import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import type { Config } from '../platform/config.ts'
import { firstIdOf } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import type { QueueKey } from './queue.ts'
import { redeliverPiece } from './redelivery.ts'
import type { Redelivery } from './redelivery.ts'
import { switchOffFailing } from './switching-off.ts'
import type { Announcer } from './switching-off.ts'
import { endAbandonedTests } from './trial.ts'

const pieceSize = 2000

export const webhookSchedule: Schedule[] = [
  { task: 'prune_webhook_deliveries', pattern: '37 * * * *' },
  { task: 'switch_off_failing_webhooks', pattern: '7,27,47 * * * *' },
]

export function webhookTasks(db: Database, announcer: Announcer, config: Pick<Config, 'eventRetentionDays'>): Tasks {
  return {
    switch_off_failing_webhooks: () => switchOffFailing(db, announcer),
    redeliver_webhook: (asked: Redelivery) => redeliverPiece(db, asked),
    forget_webhook: (asked: QueueKey) => forgetWebhook(db, asked),
    prune_webhook_deliveries: () => pruneAll(db),
    prune_webhook_deliveries_of: ({ organizationId }: { organizationId: string }) =>
      pruneDeliveries(db, organizationId, new Date(Date.now() - config.eventRetentionDays * 86_400_000)),
  }
}

async function pruneAll(db: Database): Promise<void> {
  const found = await sql<{ organizationId: string }>`
    select organization_id, count(*) from webhooks group by organization_id
  `.execute(db)
  for (const { organizationId } of found.rows) {
    await transact(db, (trx) => enqueue(trx, 'prune_webhook_deliveries_of', { organizationId }))
  }
}

/**
 * Forgets what was told of events that are forgotten too. What is still to be told stays, for what comes after it waits for it;
 * it ends when it is tried.
 */
export async function pruneDeliveries(db: Database, organizationId: string, before: Date): Promise<void> {
  await transact(db, async (trx) => {
    await endAbandonedTests(trx, organizationId, new Date())
    const pruned = await sql`
      delete from webhook_deliveries where organization_id = ${organizationId} and id in (
        select id from webhook_deliveries
        where organization_id = ${organizationId} and id < ${firstIdOf(before)}
          and (delivered_at is not null or given_up_at is not null)
        order by id limit ${pieceSize}
      )
    `.execute(trx)
    if (Number(pruned.numAffectedRows) < pieceSize) return
    await enqueue(trx, 'prune_webhook_deliveries_of', { organizationId })
  })
}

async function forgetWebhook(db: Database, { organizationId, webhookId }: QueueKey): Promise<void> {
  await transact(db, async (trx) => {
    const forgotten = await sql`
      delete from webhook_deliveries where organization_id = ${organizationId} and id in (
        select id from webhook_deliveries
        where organization_id = ${organizationId} and webhook_id = ${webhookId} limit ${pieceSize}
      )
    `.execute(trx)
    if (Number(forgotten.numAffectedRows) < pieceSize) return
    await enqueue(trx, 'forget_webhook', { organizationId, webhookId })
  })
}
