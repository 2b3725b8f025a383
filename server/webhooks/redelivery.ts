import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { lastPosition, placeEvents, readPlaced } from '../platform/events/log.ts'
import { enqueue, isUnderWay } from '../platform/jobs.ts'
import { refuseSwitchedOff } from './deliveries.ts'
import { eventTypes, isWanted } from '../platform/events/types.ts'
import { holdQueue } from './queue.ts'
import type { QueueKey } from './queue.ts'
import { queue, tellingOf } from './queueing.ts'
import type { Telling } from './queueing.ts'
import { findWebhook, holdWebhook } from './webhooks.ts'

const pieceSize = 500

export interface Redelivery extends QueueKey {
  since: string
  isUndeliveredOnly: boolean
  /** The position of the log that the piece before ended at, and the one that the last is to end at. */
  after: number
  until: number
}

/**
 * Has a webhook told of everything that it is to hear of since a time: also of what happened while it was switched off, as far
 * as the log reaches back.
 */
export async function redeliverSince(
  db: Database,
  actor: Actor,
  webhookId: string,
  { since, isUndeliveredOnly = false }: { since: string; isUndeliveredOnly?: boolean },
): Promise<void> {
  const { organizationId } = actor
  await findWebhook(db, actor, webhookId)
  await placeEvents(db, organizationId)
  await transact(db, async (trx) => {
    refuseSwitchedOff(await holdWebhook(trx, actor, webhookId))
    if (await isUnderWay(trx, keyOf(webhookId))) throw underWay()
    const first = await sql<{ position: number | null }>`
      select min(position) as position from events
      where organization_id = ${organizationId} and created_at >= ${new Date(since)}
    `.execute(trx)
    const position = first.rows[0]?.position
    if (!position) return
    const until = await lastPosition(trx, organizationId)
    const asked = { organizationId, webhookId, since, isUndeliveredOnly, after: position - 1, until }
    await enqueue(trx, 'redeliver_webhook', asked satisfies Redelivery, { key: keyOf(webhookId) })
  })
}

function keyOf(webhookId: string): string {
  return `redeliver_webhook ${webhookId}`
}

/** Each walks through the whole log and puts everything in line anew. */
function underWay(): Refusal {
  const message = 'It is being told of everything since a time already: ask again when that is in line.'
  return new Refusal(409, 'redelivery_under_way', message)
}

export async function redeliverPiece(db: Database, asked: Redelivery): Promise<void> {
  const { organizationId, webhookId, after, until } = asked
  await transact(db, async (trx) => {
    if (!(await holdQueue(trx, asked))) return
    const webhook = await trx
      .selectFrom('webhooks')
      .select(['types', 'disabledAt'])
      .where('organizationId', '=', organizationId)
      .where('id', '=', webhookId)
      .executeTakeFirst()
    if (!webhook || webhook.disabledAt) return
    const wanted = Object.keys(eventTypes).filter((type) => isWanted(webhook.types, type))
    const events = await readPlaced(trx, organizationId, after, pieceSize, wanted)
    const since = new Date(asked.since)
    const tellings = events
      .filter(({ position, createdAt, isImported }) => position <= until && createdAt >= since && !isImported)
      .map((event) => tellingOf(webhookId, event))
    await queue(trx, organizationId, await withoutKept(trx, asked, tellings), { now: new Date(), isAgain: true })
    const last = events.at(-1)?.position ?? until
    if (events.length < pieceSize || last >= until) return
    const rest: Redelivery = { ...asked, after: last }
    await enqueue(trx, 'redeliver_webhook', rest, { key: keyOf(webhookId) })
  })
}

/** What is still to be told stays in its place; and what was delivered too, where only the rest is asked for. */
async function withoutKept(
  trx: Trx,
  { organizationId, webhookId, isUndeliveredOnly }: Redelivery,
  tellings: Telling[],
): Promise<Telling[]> {
  const kept = await sql<{ eventId: string }>`
    select event_id from webhook_deliveries
    where organization_id = ${organizationId} and webhook_id = ${webhookId}
      and event_id = any(${tellings.map(({ eventId }) => eventId)}) and given_up_at is null
      and (delivered_at is null or ${isUndeliveredOnly})
  `.execute(trx)
  const ids = new Set(kept.rows.map(({ eventId }) => eventId))
  return tellings.filter(({ eventId }) => !ids.has(eventId))
}
