import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Database } from '../server/platform/database.ts'

/**
 * Where the stored data of an organization contradicts itself: each counter and each copy beside the rows it is made from.
 * What the verbs keep up, and what the demo only claims to have been kept up, must pass alike.
 */
export async function contradictions(db: Database, organizationId: string): Promise<string[]> {
  const found: string[] = []
  for (const [rule, query] of Object.entries(rules(sql`${organizationId}`))) {
    const { rows } = await query.execute(db.withoutPlugins())
    found.push(...rows.map((row) => `${rule}: ${JSON.stringify(row)}`))
  }
  return found
}

function rules(id: RawBuilder<unknown>): Record<string, RawBuilder<unknown>> {
  return { ...conversationRules(id), ...contactRules(id), ...messageRules(id), ...countRules(id) }
}

/** What a blocked contact wrote counts as said, and not as heard. */
const isHeard = sql`m.direction = 'inbound' and m.ignored_at is null`

const conversationRules = (id: RawBuilder<unknown>) => ({
  'a conversation shows its last message and counts them all': sql`
    select v.id, v.message_count, v.latest_message, v.last_message_time, v.last_inbound_at from conversations v
    left join lateral (
      select m.* from messages m where m.organization_id = ${id} and m.conversation_id = v.id order by m.id desc limit 1
    ) l on true
    left join lateral (
      select count(*) as messages, count(*) filter (where ${isHeard}) as inbound,
        max(m.created_at) filter (where ${isHeard}) as last_inbound_at, min(m.created_at) as first_at
      from messages m where m.organization_id = ${id} and m.conversation_id = v.id
    ) s on true
    where v.organization_id = ${id} and (
      v.message_count is distinct from s.messages or v.unread_count > s.inbound or v.latest_message is distinct from l.content
      or v.latest_message_id is distinct from l.id or v.last_message_time is distinct from l.created_at
      or v.last_inbound_at is distinct from s.last_inbound_at or v.created_at > s.first_at or v.updated_at < l.created_at
    )`,
  'a conversation that was resolved has been so since its last message, by somebody': sql`
    select v.id from conversations v where v.organization_id = ${id} and (
      v.resolved_at < v.last_message_time or (v.resolved_at is null) <> (v.resolved_by_id is null)
    )`,
  'a conversation is with its contact, at the contact’s address, and of the contact’s owner': sql`
    select v.id from conversations v join contacts c on c.organization_id = ${id} and c.id = v.contact_id
    where v.organization_id = ${id} and (v.channel_identifier <> c.phone_number or v.user_id <> c.user_id)`,
  'a conversation says who is assigned, who spoke last, how often the contact did and since when they wait': sql`
    select v.id from conversations v
    left join lateral (
      select count(*) filter (where ${isHeard}) as inbound, max(m.id) filter (where m.direction = 'outbound') as answer
      from messages m where m.organization_id = ${id} and m.conversation_id = v.id
    ) s on true
    where v.organization_id = ${id} and (
      array(select unnest(v.assignee_ids) order by 1) <> array(
        select a.user_id from conversation_assignees a
        where a.organization_id = ${id} and a.conversation_id = v.id order by 1
      )
      or v.inbound_count <> s.inbound
      or v.last_direction is distinct from (select m.direction from messages m where m.organization_id = ${id} and m.id = v.latest_message_id)
      or v.waiting_since is distinct from (
        select min(m.created_at) from messages m
        where m.organization_id = ${id} and m.conversation_id = v.id and ${isHeard} and m.id > coalesce(s.answer, '')
      )
    )`,
  'who has seen all of a conversation, or called one without a word back, is named there': sql`
    select v.id from conversations v where v.organization_id = ${id} and v.reader_ids <> array(
      select s.user_id from conversation_seen s where s.organization_id = ${id} and s.conversation_id = v.id
        and case when v.inbound_count > 0 then s.unseen_at is null and s.inbound_count >= v.inbound_count
          else s.unseen_at is not null end
      order by 1
    )`,
  'the conversations are counted by channel, owner and assignees': sql`
    select * from (
      select channel_id, user_id, array(select unnest(v.assignee_ids) order by 1) as assignee_ids,
        count(*) filter (where state = 'open') as open, count(*) filter (where state = 'resolved') as resolved
      from conversations v where v.organization_id = ${id} group by 1, 2, 3
    ) counted
    full join (
      select channel_id, user_id, assignee_ids, sum(open) as open, sum(resolved) as resolved from (
        select t.channel_id, t.user_id, t.assignee_ids, t.open, t.resolved from conversation_tallies t where t.organization_id = ${id}
        union all
        select c.channel_id, c.user_id, c.assignee_ids, c.open, c.resolved from conversation_tally_changes c
        where c.organization_id = ${id}
      ) alike group by 1, 2, 3
    ) kept using (channel_id, user_id, assignee_ids)
    where (coalesce(counted.open, 0), coalesce(counted.resolved, 0)) <> (coalesce(kept.open, 0), coalesce(kept.resolved, 0))`,
  'whoever is assigned to a conversation is assigned to its contact': sql`
    select a.user_id from conversation_assignees a
    join conversations v on v.organization_id = ${id} and v.id = a.conversation_id
    where a.organization_id = ${id} and not exists (
      select from contact_assignees o
      where o.organization_id = ${id} and o.contact_id = v.contact_id and o.user_id = a.user_id
    )`,
})

const contactRules = (id: RawBuilder<unknown>) => ({
  'a contact shows the last message of all its conversations': sql`
    select c.id from contacts c
    left join lateral (
      select m.id, m.created_at from messages m where m.organization_id = ${id} and m.contact_id = c.id and m.ignored_at is null order by m.id desc limit 1
    ) l on true
    where c.organization_id = ${id} and (
      c.latest_message_id is distinct from l.id or c.last_message_time is distinct from l.created_at
      or c.last_activity_at <> coalesce(l.created_at, c.created_at) or c.created_at > l.created_at
      or (c.version = 0) <> (c.updated_at = c.created_at)
      or c.channel_types <> array(
        select distinct v.channel_type from conversations v where v.organization_id = ${id} and v.contact_id = c.id
      )
    )`,
  'the contacts are counted, slot by slot': sql`
    select * from (
      select ('x' || right(c.id, 1))::bit(4)::int as slot, count(*) as contacts from contacts c
      where c.organization_id = ${id} group by 1
    ) counted
    full join (select k.slot, k.contacts from contact_counts k where k.organization_id = ${id} and k.contacts <> 0) kept using (slot)
    where counted.contacts is distinct from kept.contacts`,
  'the contacts are counted by status, owner and pipeline': sql`
    select * from (
      select status, user_id, coalesce(pipeline_id, '') as pipeline_id, count(*) as contacts
      from contacts c where c.organization_id = ${id} group by 1, 2, 3
    ) counted
    full join (
      select k.status, k.user_id, k.pipeline_id, sum(k.contacts) as contacts from contact_tallies k
      where k.organization_id = ${id} and k.contacts <> 0 group by 1, 2, 3
    ) kept using (status, user_id, pipeline_id)
    where counted.contacts is distinct from kept.contacts`,
  'where there are stages, every contact of the demo is in one': sql`
    select c.status from contacts c where c.organization_id = ${id}
      and exists (select from pipelines p where p.organization_id = ${id} and p.name = 'Car sales')
      and not exists (select from pipeline_stages s where s.organization_id = ${id} and s.name = c.status)`,
  'a contact knows when it last wrote, and how much was said': sql`
    select c.id from contacts c
    left join lateral (
      select count(*) as messages, max(m.created_at) filter (where ${isHeard}) as last_inbound_at
      from messages m where m.organization_id = ${id} and m.contact_id = c.id
    ) s on true
    where c.organization_id = ${id}
      and (c.message_count <> s.messages or c.last_inbound_at is distinct from s.last_inbound_at)`,
  'an opt-out was asked for': sql`
    select o.address from opt_outs o where o.organization_id = ${id} and o.source = 'keyword' and not exists (
      select from messages m join contacts c on c.organization_id = ${id} and c.id = m.contact_id
      where m.organization_id = ${id} and c.phone_number = o.address and m.direction = 'inbound' and lower(m.content) like '%stop%'
    )`,
})

const messageRules = (id: RawBuilder<unknown>) => ({
  'a message belongs to the contact and the channel of its conversation, and its id tells its time': sql`
    select m.id from messages m join conversations v on v.organization_id = ${id} and v.id = m.conversation_id
    where m.organization_id = ${id} and (
      m.contact_id <> v.contact_id or m.channel_id <> v.channel_id or m.channel_type <> v.channel_type
      or floor(extract(epoch from m.created_at)) <> ('x' || lpad(left(m.id, 8), 16, '0'))::bit(64)::bigint
    )`,
  'messages are in the order of their ids': sql`
    select id from (
      select m.id, m.created_at < lag(m.created_at) over (partition by m.conversation_id order by m.id) as is_back
      from messages m where m.organization_id = ${id}
    ) ordered where is_back`,
  'a message is as far as any of its deliveries has brought it': sql`
    select m.id, m.status, l.status as furthest from messages m
    left join lateral (
      select d.* from deliveries d where d.organization_id = ${id} and d.message_id = m.id
      order by array_position(array['unknown', 'sent', 'failed', 'delivered', 'read'], d.status) desc, d.id desc limit 1
    ) l on true
    where m.organization_id = ${id} and m.direction = 'outbound' and m.status <> 'queued' and (
      m.status is distinct from l.status or m.error_code is distinct from l.error_code
      or m.error_message is distinct from l.error_message or m.updated_at < l.occurred_at
    )`,
  'what was sent has been tried, has its parts counted and a sender; what was received has not': sql`
    select m.id, m.direction from messages m
    where m.organization_id = ${id} and (m.direction = 'outbound') is distinct from (
      m.sent_by_id is not null and m.segments is not null
      and exists (select from attempts a where a.organization_id = ${id} and a.message_id = m.id)
      and exists (select from deliveries d where d.organization_id = ${id} and d.message_id = m.id)
    )`,
  'every delivery is of an attempt, after it began': sql`
    select d.id from deliveries d
    left join attempts a on a.organization_id = ${id} and a.id = d.attempt_id and a.message_id = d.message_id
    where d.organization_id = ${id} and (a.id is null or d.occurred_at < a.started_at)`,
  'what was delivered is on the phone': sql`
    select m.id from messages m join conversations v on v.organization_id = ${id} and v.id = m.conversation_id
    join channels c on c.organization_id = ${id} and c.id = m.channel_id
    where m.organization_id = ${id} and m.direction = 'outbound' and m.status = 'delivered' and not exists (
      select from simulator_messages s where s.organization_id = ${id} and s.channel_id = m.channel_id
        and s.recipient = v.channel_identifier and s.sender = c.identifier and s.body = m.content
    )`,
  'nothing waits to be sent, and nothing is in the future': sql`
    select o.message_id from outbox o where o.organization_id = ${id}
    union all select d.id from deliveries d where d.organization_id = ${id} and d.occurred_at > now()`,
})

const countRules = (id: RawBuilder<unknown>) => ({
  'the reports have counted every message, day by day': sql`
    select * from (
      select (at at time zone 'UTC')::date as day, channel_id, event_type, count(*) as total from (
        select m.created_at as at, m.channel_id,
          case m.direction when 'inbound' then 'message.received' else 'message.queued' end as event_type
        from messages m where m.organization_id = ${id}
        union all
        select d.occurred_at, m.channel_id, 'message.' || d.status from deliveries d
        join messages m on m.organization_id = ${id} and m.id = d.message_id
        where d.organization_id = ${id} and d.provider_status is distinct from 'sent'
      ) happened group by 1, 2, 3
    ) counted
    full join (select day, channel_id, event_type, total from daily_messages where organization_id = ${id}) kept
      using (day, channel_id, event_type)
    where counted.total is distinct from kept.total`,
})
