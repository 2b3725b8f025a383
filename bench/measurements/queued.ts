import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'

/** One message in each conversation, written as a send writes it; answers how many. */
export async function queue({ url, organizationId, twilioChannelId }: Dataset, count: number): Promise<number> {
  return onDatabase(url, async (client) => {
    const queued = await client.query(
      `with message as materialized (
         insert into messages (organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content,
           status, segments, created_at, updated_at)
         select organization_id, lpad(to_hex(floor(extract(epoch from now()))::bigint), 8, '0') || right(md5(random()::text), 16),
           id, contact_id, channel_id, channel_type, 'outbound', 'Your order is ready.', 'queued', 1, now(), now()
         from conversations v where v.organization_id = $1 and v.channel_id = $2
           and not exists (select from opt_outs o where o.organization_id = $1 and o.address = v.channel_identifier)
         order by md5(v.id) limit $3
         returning organization_id, id, conversation_id, channel_id, created_at
       )
       insert into outbox (organization_id, message_id, conversation_id, channel_id, due_at)
       select organization_id, id, conversation_id, channel_id, created_at from message`,
      [organizationId, twilioChannelId, count],
    )
    return queued.rowCount ?? 0
  })
}

/** Withdraws what was queued only to be measured: the next worker on this data would send it. */
export async function withdrawQueued({ url }: Dataset): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query('delete from bulk_sends')
    await client.query(
      `with taken as (delete from outbox returning organization_id, message_id)
       update messages m set status = 'canceled' from taken
       where m.organization_id = taken.organization_id and m.id = taken.message_id`,
    )
  })
}
