import { textArray } from './draws.ts'
import { openings, sentences } from './words.ts'

/** Each contact's conversations, none to two, and how much is said in each: most are short, a few are very long. $1 until when. */
export const threads = `
  create temp table threads as
  select thread, p.organization_id, p.organization, p.id as contact_id, p.rep, c.id as channel_id, started_at,
    pg_temp.id(started_at, thread, 6) as id,
    date_trunc('milliseconds', started_at + ($1::timestamptz - started_at) * pg_temp.draw(thread, 41)) as ended_at,
    least(400, (1 - pg_temp.draw(thread, 42)) ^ (-1 / 1.3)) as weight
  from (
    select p.*, p.n * 2 + j as thread,
      (j + case when pg_temp.draw(p.n, 44) < 0.7 then 0 else 1 end) % 2 as line,
      date_trunc('milliseconds', p.created_at + ($1::timestamptz - p.created_at) * (pg_temp.draw(p.n * 2 + j, 45) / 2)) as started_at
    from people p
    cross join generate_series(1, case when pg_temp.draw(p.n, 43) < 0.2 then 0 when pg_temp.draw(p.n, 43) < 0.88 then 1 else 2 end) j
  ) p
  join (select organization_id, id, row_number() over (partition by organization_id order by id) - 1 as line from channels) c
    on c.organization_id = p.organization_id and c.line = p.line`

/** As many messages as there are to be, to the last one. $1 their number. */
export const threadLengths = `
  create temp table thread_lengths as
  select *, floor(share * upto)::int - floor(share * (upto - weight))::int as messages
  from (
    select *, sum(weight) over (order by thread) as upto, $1::float8 / (select sum(weight) from threads) as share from threads
  ) as weighed`

/** In the order of time, as they came: a conversation's messages lie scattered among all others. */
export const messages = `
  insert into messages (organization_id, id, conversation_id, contact_id, channel_id, channel_type, direction, content, status,
    provider_message_id, sent_by_id, segments, error_code, error_message, created_at, updated_at)
  select organization_id, pg_temp.id(at, n, 7), conversation_id, contact_id, channel_id, 'sms',
    case when is_inbound then 'inbound' else 'outbound' end, content, status, 'SM' || md5(n::text),
    case when not is_inbound then user_id end, case when not is_inbound then 1 + length(content) / 160 end,
    case status when 'failed' then '30003' when 'unknown' then 'timed_out' end,
    case status when 'failed' then 'The phone is off or out of reach: try again later.'
      when 'unknown' then 'The provider did not answer in time.' end,
    at, at
  from (
    select t.organization_id, t.id as conversation_id, t.contact_id, t.channel_id, r.user_id, said.n, said.is_inbound,
      date_trunc('milliseconds', t.started_at
        + (t.ended_at - t.started_at) * ((k - 1 + 0.8 * pg_temp.draw(said.n, 51)) / t.messages)) as at,
      replace(pg_temp.pick(${textArray(openings)}, pg_temp.draw(said.n, 52)) || ' '
        || pg_temp.pick(${textArray(sentences)}, pg_temp.draw(said.n, 53))
        || case when pg_temp.draw(said.n, 54) < 0.3
          then ' ' || pg_temp.pick(${textArray(sentences)}, pg_temp.draw(said.n, 55)) else '' end,
        'nnnn', lpad(floor(10000 * pg_temp.draw(said.n, 58))::text, 4, '0')) as content,
      case when said.is_inbound or pg_temp.draw(said.n, 56) < 0.94 then 'delivered'
        when pg_temp.draw(said.n, 56) < 0.975 then 'sent'
        when pg_temp.draw(said.n, 56) < 0.999 then 'failed' else 'unknown' end as status
    from thread_lengths t
    join reps r on r.organization = t.organization and r.rep = t.rep
    cross join generate_series(1, t.messages) k
    cross join lateral (select t.thread * 1000 + k as n, pg_temp.draw(t.thread * 1000 + k, 57) < 0.45 as is_inbound) said
  ) as drawn
  order by at`

/** How each conversation ends; read from the messages, so that what is kept of them is true. */
export const ends = `
  create temp table ends as
  select g.conversation_id, g.messages, g.inbound, g.last_inbound_at, m.contact_id, m.id as latest_id, m.created_at as latest_at,
    m.content as latest, m.direction = 'inbound' as is_unanswered, m.direction
  from (
    select conversation_id, count(*)::int as messages, max(id) as latest_id,
      max(created_at) filter (where direction = 'inbound') as last_inbound_at,
      count(*) filter (where direction = 'inbound')::int as inbound
    from messages group by conversation_id
  ) g
  join messages m on m.id = g.latest_id`

/** $1 until when: what has been quiet for three days is mostly resolved. */
export const conversations = `
  insert into conversations (organization_id, id, contact_id, channel_id, channel_type, channel_identifier, user_id,
    latest_message, latest_message_id, last_message_time, last_inbound_at, message_count, unread_count,
    assignee_ids, inbound_count, last_direction, waiting_since, resolved_at, resolved_by_id, created_at, updated_at)
  select t.organization_id, t.id, t.contact_id, t.channel_id, 'sms', c.phone_number, c.user_id,
    e.latest, e.latest_id, e.latest_at, e.last_inbound_at, coalesce(e.messages, 0),
    case when e.is_unanswered and not t.is_resolved then 1 else 0 end,
    coalesce(a.user_ids, '{}'), coalesce(e.inbound, 0), e.direction, case when e.is_unanswered then e.last_inbound_at end,
    case when t.is_resolved then e.latest_at + interval '1 hour' end, case when t.is_resolved then c.user_id end,
    t.started_at, coalesce(e.latest_at, t.started_at)
  from (select *, ended_at < $1::timestamptz - interval '3 days' and pg_temp.draw(thread, 61) < 0.6 as is_resolved from thread_lengths) t
  join contacts c on c.id = t.contact_id
  left join ends e on e.conversation_id = t.id
  left join (
    select contact_id, array_agg(user_id order by user_id) as user_ids from contact_assignees group by contact_id
  ) a on a.contact_id = t.contact_id
  order by t.started_at`

export const conversationAssignees = `
  insert into conversation_assignees (organization_id, conversation_id, user_id)
  select t.organization_id, t.id, a.user_id from threads t join contact_assignees a on a.contact_id = t.contact_id`

export const conversationTallies = `
  insert into conversation_tallies (organization_id, id, reader_id, channel_id, channel_type, user_id, assignee_ids,
    open, snoozed, resolved, waiting, heard, read)
  select organization_id, lpad(to_hex(row_number() over ()), 24, '0'), '', channel_id, channel_type, user_id, assignee_ids,
    count(*) filter (where state = 'open'), count(*) filter (where state = 'snoozed'), count(*) filter (where state = 'resolved'),
    count(*) filter (where state = 'open' and waiting_since is not null),
    count(*) filter (where state = 'open' and inbound_count > 0), 0
  from conversations group by organization_id, channel_id, channel_type, user_id, assignee_ids`
