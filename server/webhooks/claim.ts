import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import type { Vault } from '../platform/secrets.ts'
import { changeQueue, holdQueue, lookWhenDue } from './queue.ts'
import type { QueueKey } from './queue.ts'
import { validSecrets } from './secrets.ts'

/** Longer than a call and the writing down of its outcome take: whoever has not come back by then is dead. */
const leaseMilliseconds = 60_000

/** One delivery that is to be made now, by whoever claimed it. */
export interface Call extends QueueKey {
  id: string
  url: string
  secrets: string[]
  tries: number
  eventId: string
  eventType: string
  /** Undefined where the log has forgotten the event. */
  event: ToldEvent | undefined
}

interface ToldEvent {
  position: number | null
  actorType: string
  actorId: string | null
  subjectId: string
  data: Record<string, unknown>
  createdAt: Date
}

/**
 * Takes what is due, and puts it off until its caller must be dead. While a receiver fails it is asked with one call at a
 * time.
 */
export function claimDue(
  db: Database,
  vault: Vault,
  key: QueueKey,
  { room, inFlight, now }: { room: number; inFlight: number; now: Date },
): Promise<Call[]> {
  return transact(db, async (trx) => {
    const queue = await holdQueue(trx, key)
    if (!queue) return []
    const webhook = await findEnabled(trx, key)
    if (!webhook) {
      await changeQueue(trx, key, { lookAt: null })
      return []
    }
    const limit = queue.failingSince ? 1 - inFlight : room
    if (limit <= 0) return []
    const due = await dueDeliveries(trx, key, now, limit)
    if (due.length > 0) await markClaimed(trx, key.organizationId, due, now)
    await lookWhenDue(trx, key)
    if (due.length === 0) return []
    const secrets = (await validSecrets(trx, vault, key, now)).map(({ secret }) => secret)
    return due.map((each) => ({ ...key, ...each, url: webhook.url, secrets, tries: each.tries + 1 }))
  })
}

function findEnabled(trx: Trx, { organizationId, webhookId }: QueueKey) {
  return trx
    .selectFrom('webhooks')
    .select('url')
    .where('organizationId', '=', organizationId)
    .where('id', '=', webhookId)
    .where('disabledAt', 'is', null)
    .executeTakeFirst()
}

async function dueDeliveries(trx: Trx, { organizationId, webhookId }: QueueKey, now: Date, limit: number) {
  const found = await sql<Pick<Call, 'id' | 'tries' | 'eventId' | 'eventType'>>`
    select id, tries, event_id, event_type from webhook_deliveries
    where organization_id = ${organizationId} and webhook_id = ${webhookId} and next_try_at <= ${now}
    order by next_try_at, position limit ${limit} for update
  `.execute(trx)
  const events = await trx
    .selectFrom('events')
    .select(['id', 'position', 'actorType', 'actorId', 'subjectId', 'data', 'createdAt'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', sql<string>`any(${found.rows.map(({ eventId }) => eventId)})`)
    .execute()
  const byId = new Map(events.map((event) => [event.id, event as unknown as ToldEvent]))
  return found.rows.map((row) => ({ ...row, event: byId.get(row.eventId) }))
}

async function markClaimed(
  trx: Trx,
  organizationId: string,
  due: ReadonlyArray<{ id: string }>,
  now: Date,
): Promise<void> {
  await sql`
    update webhook_deliveries
    set tries = tries + 1, calling_since = ${now}, next_try_at = ${new Date(now.getTime() + leaseMilliseconds)}
    where organization_id = ${organizationId} and id = any(${due.map(({ id }) => id)})
  `.execute(trx)
}
