import type { Expression, ExpressionBuilder, Selectable, SqlBool } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { firstIdOf } from '../platform/id.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { DB, WebhookAttempts, WebhookDeliveries } from '../platform/schema.ts'
import { lookAt } from './queue.ts'
import { findWebhook, holdWebhook } from './webhooks.ts'

export type Delivery = Selectable<WebhookDeliveries>
export type Attempt = Selectable<WebhookAttempts>

export const deliveryStates = ['pending', 'failed', 'delivered', 'givenUp'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Not tried yet; failed and to be tried again; taken by the receiver; or not to be tried any more. */
export function stateOf({ deliveredAt, givenUpAt, lastTriedAt }: Delivery): DeliveryState {
  if (deliveredAt) return 'delivered'
  if (givenUpAt) return 'givenUp'
  return lastTriedAt ? 'failed' : 'pending'
}

export interface DeliveryQuery {
  size: number
  cursor?: string
  state?: DeliveryState
  type?: string
  since?: string
}

/** The newest first. */
export async function listDeliveries(
  db: Database,
  actor: Actor,
  webhookId: string,
  { size, cursor, state, type, since }: DeliveryQuery,
): Promise<{ deliveries: Delivery[]; nextCursor: string | null }> {
  await findWebhook(db, actor, webhookId)
  let query = deliveriesOf(db, actor, webhookId).orderBy('id', 'desc').limit(size)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  if (state) query = query.where(inState[state])
  if (type) query = query.where('eventType', '=', type)
  if (since) query = query.where('id', '>=', firstIdOf(new Date(since)))
  const deliveries = await query.execute()
  const last = deliveries.length === size ? deliveries.at(-1) : undefined
  return { deliveries, nextCursor: last ? writeCursor([last.id]) : null }
}

type Condition = (eb: ExpressionBuilder<DB, 'webhookDeliveries'>) => Expression<SqlBool>

const inState: Record<DeliveryState, Condition> = {
  delivered: (eb) => eb('deliveredAt', 'is not', null),
  givenUp: (eb) => eb('givenUpAt', 'is not', null),
  failed: (eb) => eb.and([isUnsettled(eb), eb('lastTriedAt', 'is not', null)]),
  pending: (eb) => eb.and([isUnsettled(eb), eb('lastTriedAt', 'is', null)]),
}

function isUnsettled(eb: ExpressionBuilder<DB, 'webhookDeliveries'>) {
  return eb.and([eb('deliveredAt', 'is', null), eb('givenUpAt', 'is', null)])
}

const mostAttempts = 200

/** With its attempts, the newest first. */
export async function findDelivery(
  db: Database,
  actor: Actor,
  webhookId: string,
  id: string,
): Promise<{ delivery: Delivery; attempts: Attempt[] }> {
  const delivery = await deliveriesOf(db, actor, webhookId).where('id', '=', id).executeTakeFirst()
  if (!delivery) throw notFound('delivery')
  const attempts = await db
    .selectFrom('webhookAttempts')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('deliveryId', '=', id)
    .orderBy('id', 'desc')
    .limit(mostAttempts)
    .execute()
  return { delivery, attempts }
}

/** Tells of it now, once more or before its turn, and holds up nothing else meanwhile. Under way already it stays as it is. */
export function redeliver(db: Database, actor: Actor, webhookId: string, id: string): Promise<Delivery> {
  const { organizationId } = actor
  return transact(db, async (trx) => {
    const webhook = await holdWebhook(trx, actor, webhookId)
    const { delivery } = await findDelivery(trx, actor, webhookId, id)
    refuseSwitchedOff(webhook)
    if (!(await isKept(trx, actor, delivery.eventId))) {
      throw new Refusal(409, 'event_forgotten', 'The event is older than what the log keeps: there is nothing to tell.')
    }
    const now = new Date()
    const isOver = stateOf(delivery) === 'delivered' || stateOf(delivery) === 'givenUp'
    const anew = { queuedAt: now, tries: 0, loneFailures: 0, lastTriedAt: null, deliveredAt: null, givenUpAt: null }
    await trx
      .updateTable('webhookDeliveries')
      .set({ ...(isOver && anew), nextTryAt: now, letPassAt: now })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .where('callingSince', 'is', null)
      .execute()
    await lookAt(trx, organizationId, [webhookId], now)
    return (await findDelivery(trx, actor, webhookId, id)).delivery
  })
}

export function refuseSwitchedOff({ disabledAt }: { disabledAt: Date | null }): void {
  if (disabledAt) throw new Refusal(409, 'webhook_disabled', 'The webhook is switched off: switch it on first.')
}

function deliveriesOf(db: Database, { organizationId }: Actor, webhookId: string) {
  return db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('webhookId', '=', webhookId)
}

async function isKept(trx: Trx, { organizationId }: Actor, eventId: string): Promise<boolean> {
  const event = await trx
    .selectFrom('events')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', eventId)
    .executeTakeFirst()
  return event !== undefined
}
