import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'

const messagesEach = 500

/** Lets each of these have so many messages behind it, older than what was said there. Once done it stays so. */
export async function deepen({ url, organizationId }: Dataset, conversationIds: readonly string[]): Promise<void> {
  await onDatabase(url, (client) =>
    client.query(
      `with added as (
         insert into messages (organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content,
           status, created_at, updated_at)
         select v.organization_id, lpad(to_hex(floor(extract(epoch from at))::bigint), 8, '0') || left(md5(v.id || n), 16), v.id,
           v.contact_id, v.channel_id, v.channel_type,
           case when n % 2 = 0 and v.inbound_count > 0 then 'inbound' else 'outbound' end,
           'What was said long ago, ' || n, 'delivered', at, at
         from conversations v
         cross join generate_series(1, $3::int) n
         cross join lateral (select v.created_at - n * interval '1 hour' as at) as before
         where v.organization_id = $1 and v.id = any($2) and n <= $3 - v.message_count
         returning conversation_id, direction
       )
       update conversations v
       set message_count = message_count + added.messages, inbound_count = inbound_count + added.inbound
       from (
         select conversation_id, count(*)::int as messages, count(*) filter (where direction = 'inbound')::int as inbound
         from added group by conversation_id
       ) as added
       where v.organization_id = $1 and v.id = added.conversation_id`,
      [organizationId, conversationIds, messagesEach],
    ),
  )
}
