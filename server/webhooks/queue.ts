import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { afterCommit } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { WebhookQueues } from '../platform/schema.ts'
import type { Signals } from '../platform/signals.ts'

export type Queue = Selectable<WebhookQueues>

export interface QueueKey {
  organizationId: string
  webhookId: string
}

let signals: Signals | undefined

/** Whom to wake when there is something to tell. Without one the workers find it by looking. */
export function wakeTellersThrough(them: Signals | undefined): void {
  signals = them
}

/** Whoever changes what is to be told holds the queue first; the webhook itself, if at all, after that. */
export async function holdQueue(trx: Trx, { organizationId, webhookId }: QueueKey): Promise<Queue | undefined> {
  return trx
    .selectFrom('webhookQueues')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .forUpdate()
    .executeTakeFirst()
}

/** In one order, so that two who hold several never wait for each other; answers those that are still there. */
export async function holdQueues(trx: Trx, organizationId: string, webhookIds: string[]): Promise<Set<string>> {
  const held = await sql<{ webhookId: string }>`
    select webhook_id from webhook_queues
    where organization_id = ${organizationId} and webhook_id = any(${webhookIds}) order by webhook_id for update
  `.execute(trx)
  return new Set(held.rows.map(({ webhookId }) => webhookId))
}

export async function lookAt(trx: Trx, organizationId: string, webhookIds: string[], at: Date): Promise<void> {
  if (webhookIds.length === 0) return
  await sql`
    update webhook_queues set look_at = ${at}
    where organization_id = ${organizationId} and webhook_id = any(${webhookIds})
  `.execute(trx)
  for (const webhookId of webhookIds) {
    afterCommit(trx, () => signals?.send('webhooks', `${organizationId} ${webhookId}`))
  }
}

/** What was put off is due now, but for what somebody is telling at this moment. */
export async function hurry(trx: Trx, { organizationId, webhookId }: QueueKey, now: Date): Promise<void> {
  await sql`
    update webhook_deliveries set next_try_at = ${now}
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and next_try_at > ${now}
      and calling_since is null
  `.execute(trx)
  await lookAt(trx, organizationId, [webhookId], now)
}

/** Looks next when the first of what waits is due. */
export async function lookWhenDue(trx: Trx, { organizationId, webhookId }: QueueKey): Promise<void> {
  const first = await trx
    .selectFrom('webhookDeliveries')
    .select('nextTryAt')
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .where('nextTryAt', 'is not', null)
    .orderBy('nextTryAt')
    .limit(1)
    .executeTakeFirst()
  await changeQueue(trx, { organizationId, webhookId }, { lookAt: first?.nextTryAt ?? null })
}

export async function changeQueue(
  trx: Trx,
  { organizationId, webhookId }: QueueKey,
  changes: Partial<Omit<Queue, keyof QueueKey>>,
): Promise<void> {
  await trx
    .updateTable('webhookQueues')
    .set(changes)
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .execute()
}

/** The webhooks for which something is due, of all organizations. */
export async function dueQueues(db: Database, now: Date): Promise<QueueKey[]> {
  const found = await sql<QueueKey>`
    select organization_id, webhook_id, count(*) from webhook_queues
    where look_at <= ${now} group by organization_id, webhook_id
  `.execute(db)
  return found.rows
}
