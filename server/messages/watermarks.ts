import { sql } from 'kysely'

import type { Channel } from '../channels/channels.ts'
import type { Watermark } from '../channels/connector.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Message } from './messages.ts'

// Whoever reads reads the end of a thread; what lies further back was said to be read by earlier watermarks.
const farthestBack = 500

/** Takes in that everything sent to this address until then arrived, or was read. What was never sent stays what it is. */
export function applyWatermark(db: Database, channel: Channel, watermark: Watermark): Promise<void> {
  return transact(db, async (trx) => {
    const moved = await moveUntil(trx, channel, watermark)
    await keepDeliveries(trx, moved, watermark)
    await record(trx, systemActor(channel.organizationId), `message.${watermark.status}`, moved)
  })
}

async function moveUntil(
  trx: Trx,
  { organizationId, id: channelId }: Channel,
  { from, status, until }: Watermark,
): Promise<Message[]> {
  const now = new Date()
  const behind = status === 'read' ? ['sent', 'delivered'] : ['sent']
  const held = await sql<{ id: string }>`
    select recent.id from (
      select m.id, m.status, m.direction, m.created_at from messages m
      where m.organization_id = ${organizationId} and m.conversation_id = any(array(
        select v.id from contact_addresses a
        join conversations v on v.organization_id = ${organizationId} and v.contact_id = a.contact_id
          and v.channel_id = ${channelId}
        where a.organization_id = ${organizationId} and a.channel_id = ${channelId} and a.address = ${from}
      ))
      order by m.id desc limit ${farthestBack}
    ) as recent
    where recent.direction = 'outbound' and recent.created_at <= ${until} and recent.status = any(${behind})
  `.execute(trx)
  const ids = held.rows.map(({ id }) => id).toSorted()
  if (ids.length === 0) return []
  // In the order of their ids: two watermarks at once must not wait for each other.
  await sql`
    select id from messages where organization_id = ${organizationId} and id = any(${ids}) order by id for no key update
  `.execute(trx)
  const moved = await sql<Message>`
    update messages set status = ${status}, updated_at = ${now}
    where organization_id = ${organizationId} and id = any(${ids}) and status = any(${behind}) returning *
  `.execute(trx)
  return moved.rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

async function keepDeliveries(trx: Trx, moved: Message[], { status }: Watermark): Promise<void> {
  if (moved.length === 0) return
  const occurredAt = new Date()
  const rows = moved.map(({ organizationId, id }) => ({
    organizationId,
    id: newId(occurredAt),
    messageId: id,
    status,
    providerStatus: status,
    occurredAt,
  }))
  await trx
    .insertInto('deliveries')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
