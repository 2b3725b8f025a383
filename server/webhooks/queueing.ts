import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { newId } from '../platform/id.ts'
import { lookAt } from './queue.ts'

/** An event that a webhook is to be told of. */
export interface Telling {
  webhookId: string
  eventId: string
  eventType: string
  position: number
  orderKey: string
}

export function tellingOf(webhookId: string, event: Event): Telling {
  const { id: eventId, type: eventType, position } = event
  return { webhookId, eventId, eventType, position, orderKey: orderKeyOf(event) }
}

/** Whatever has the same key is told in order: all of one conversation, and what happens to any other thing. */
function orderKeyOf({ subjectId, data }: Event): string {
  const { conversationId } = data
  return typeof conversationId === 'string' && conversationId.length <= 24 ? conversationId : subjectId
}

const asNew = sql`
  do update set next_try_at = excluded.next_try_at, queued_at = excluded.queued_at, calling_since = null, tries = 0,
    lone_failures = 0, last_tried_at = null, last_status = null, last_error = null, let_pass_at = null,
    delivered_at = null, given_up_at = null`

/**
 * Puts them in line: what stands there already stays as it is, or begins anew. Whoever calls this holds the queues, and gives
 * them in the order of the log.
 */
export async function queue(
  trx: Trx,
  organizationId: string,
  tellings: Telling[],
  { now, isAgain = false }: { now: Date; isAgain?: boolean },
): Promise<void> {
  if (tellings.length === 0) return
  const isFirst = await firstInLine(trx, organizationId, tellings)
  const rows = tellings.map((telling) => ({
    id: newId(now),
    ...telling,
    nextTryAt: isFirst(telling) ? now : null,
  }))
  const written = await sql`
    insert into webhook_deliveries
      (organization_id, id, webhook_id, event_id, event_type, position, order_key, next_try_at, queued_at, created_at)
    select ${organizationId}, t.id, t."webhookId", t."eventId", t."eventType", t.position, t."orderKey", t."nextTryAt",
      ${now}::timestamptz, ${now}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as t
      (id text, "webhookId" text, "eventId" text, "eventType" text, position bigint, "orderKey" text, "nextTryAt" timestamptz)
    on conflict (organization_id, webhook_id, event_id) ${isAgain ? asNew : sql`do nothing`}
  `.execute(trx)
  // What was told again before it was put in line is done with, perhaps, and then nobody lets go what stands behind it.
  if (Number(written.numAffectedRows) < rows.length) await letLinesGo(trx, organizationId, tellings, now)
  const woken = rows.filter(({ nextTryAt }) => nextTryAt !== null).map(({ webhookId }) => webhookId)
  await lookAt(trx, organizationId, [...new Set(woken)], now)
}

/** Which of them wait for nothing of the same key. */
async function firstInLine(
  trx: Trx,
  organizationId: string,
  tellings: Telling[],
): Promise<(telling: Telling) => boolean> {
  const [webhookIds, orderKeys] = [tellings.map((each) => each.webhookId), tellings.map((each) => each.orderKey)]
  const busy = await sql<{ webhookId: string; orderKey: string }>`
    select distinct d.webhook_id, d.order_key
    from unnest(${webhookIds}::text[], ${orderKeys}::text[]) as t (webhook_id, order_key)
    join webhook_deliveries d
      on d.organization_id = ${organizationId} and d.webhook_id = t.webhook_id and d.order_key = t.order_key
      and d.delivered_at is null and d.given_up_at is null and d.let_pass_at is null
  `.execute(trx)
  const taken = new Map(busy.rows.map((line) => [lineOf(line), '']))
  for (const telling of tellings) if (!taken.has(lineOf(telling))) taken.set(lineOf(telling), telling.eventId)
  return (telling) => taken.get(lineOf(telling)) === telling.eventId
}

function lineOf({ webhookId, orderKey }: Pick<Telling, 'webhookId' | 'orderKey'>): string {
  return `${webhookId} ${orderKey}`
}

async function letLinesGo(trx: Trx, organizationId: string, tellings: Telling[], now: Date): Promise<void> {
  const lines = new Map(tellings.map((telling) => [lineOf(telling), telling]))
  for (const { webhookId, orderKey } of lines.values())
    await letNextGo(trx, { organizationId, webhookId, orderKey }, now)
  await lookAt(trx, organizationId, [...new Set(tellings.map(({ webhookId }) => webhookId))], now)
}

/** What waited for the one that is done with is due now, unless there is another to wait for. */
export async function letNextGo(
  trx: Trx,
  { organizationId, webhookId, orderKey }: { organizationId: string; webhookId: string; orderKey: string },
  now: Date,
): Promise<void> {
  const line = trx
    .selectFrom('webhookDeliveries')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
    .where('orderKey', '=', orderKey)
    .where('deliveredAt', 'is', null)
    .where('givenUpAt', 'is', null)
    .where('letPassAt', 'is', null)
    .orderBy('position')
    .limit(1)
  if (await line.where('nextTryAt', 'is not', null).executeTakeFirst()) return
  const next = await line.where('nextTryAt', 'is', null).executeTakeFirst()
  if (!next) return
  await trx
    .updateTable('webhookDeliveries')
    .set({ nextTryAt: now })
    .where('organizationId', '=', organizationId)
    .where('id', '=', next.id)
    .execute()
}
