import assert from 'node:assert/strict'
import { test } from 'node:test'

import { organizationTables, problemOf } from './statement-rules.ts'

const accepted = {
  'one table, and the same under another name': [
    'select * from messages where organization_id = $1 and id = $2',
    'select "m".* from "messages" as "m" where "m"."organization_id" = $1',
    'select m.id from public.messages m where $1 = m.organization_id',
    'select id from messages where (organization_id = $1 and (status = $2 or status = $3))',
    'select id from messages where organization_id = $1::text order by id for update skip locked',
    'update messages set status = $1 where organization_id = $2 returning id, status as state',
    'delete from outbox where organization_id = $1 and message_id = any($2)',
    'insert into messages (organization_id, id) values ($1, $2), ($3, $4) on conflict do nothing returning *',
  ],
  'every side of a join, every subquery, every part of a union': [
    'select m.id from messages m join conversations c on c.organization_id = $1 and c.id = m.conversation_id where m.organization_id = $1',
    'select m.id from messages m left join attempts a on a.organization_id = $1 and a.message_id = m.id where m.organization_id = $1',
    'select id from messages, conversations where messages.organization_id = $1 and conversations.organization_id = $1',
    'select id from messages where organization_id = $1 and exists (select from outbox o where o.organization_id = $1 and o.message_id = messages.id)',
    'select id from users where organization_id = $1 union all select id from contacts where organization_id = $1',
    'select m.id, l.id from messages m, lateral (select id from attempts a where a.organization_id = $1 and a.message_id = m.id) l where m.organization_id = $1',
    'with due as materialized (select id from messages where organization_id = $1) update messages set status = $2 from due where messages.organization_id = $1 and messages.id = due.id',
    'insert into deliveries (organization_id, id) select $1, id from messages where organization_id = $1',
    'delete from outbox using messages m where outbox.organization_id = $1 and m.organization_id = $1 and m.id = message_id',
    'update outbox set tries = tries + 1 from unnest($1::text[], $2::text[]) as attempt (message_id, id) where outbox.organization_id = $3',
  ],
  'what belongs to no organization': [
    'select id from organizations',
    'select organization_id from logins where email = $1',
    'select m.id from messages m join organizations g on g.id = m.organization_id where m.organization_id = $1',
    'select graphile_worker.add_job($1, $2::json, run_at := $3)',
    'select 1',
    "select 'from messages' as text -- from messages",
    'select extract(epoch from $1::timestamptz) is distinct from $2',
  ],
  'counting across organizations': [
    'select count(*) as waiting from outbox',
    'select organization_id, channel_id, count(*) from outbox where due_at <= $1 group by organization_id, channel_id',
    'select p.organization_id from event_positions p left join event_cursors c on c.organization_id = p.organization_id group by p.organization_id having count(c.subscriber) < $1',
  ],
  'writing what is bound, and what immutable functions make of columns': [
    'update conversations set resolved_at = now() where organization_id = $1',
    'update conversations set unread_count = unread_count + $1::integer, latest_message = null where organization_id = $2',
    'update messages set segments = coalesce($1, messages.segments) where organization_id = $2',
    "update messages set status = case when status = any($1) then 'sent' else status end where organization_id = $2",
    'insert into contact_counts (organization_id, slot, contacts) values ($1, $2, $3) on conflict (organization_id, slot) do update set contacts = contact_counts.contacts + excluded.contacts',
    'update contacts set channel_types = array_append(channel_types, $1) where organization_id = $2',
    "select created_at + interval '1 day', now(), id::text, case status when $2 then 1 end from messages where organization_id = $1",
  ],
}

const refused = {
  'a table that is not held to one organization': [
    'select * from messages where id = $1',
    'select * from messages',
    'update messages set status = $1 where id = $2',
    'delete from "outbox" where "message_id" = $1',
    'insert into messages (id) values ($1)',
    'insert into messages values ($1, $2)',
    'SELECT * FROM Messages WHERE Id = $1',
    'select id from users where organization_id = $1 union select id from contacts where id = $2',
    'select (select count(*) from messages m where m.contact_id = c.id) from contacts c where c.organization_id = $1',
    'select id from contacts where organization_id = $1 and id in (select contact_id from messages where status = $2)',
    'with due as (select id from messages) select id from due',
    'select id from (messages m join attempts a on a.organization_id = $1) where m.organization_id = $1',
    'insert into deliveries (organization_id, id) select $1, id from messages',
    'update outbox set tries = $1 from messages where outbox.organization_id = $2',
  ],
  'a join side that is only tied to the other': [
    'select m.id from messages m join conversations c on c.organization_id = m.organization_id and c.id = m.conversation_id where m.organization_id = $1',
    'select m.id from messages m left join attempts a on a.organization_id = m.organization_id where m.organization_id = $1',
    'select id from messages m where m.organization_id = $1 and exists (select from outbox o where o.organization_id = m.organization_id)',
    'select id from messages m, conversations c where organization_id = $1',
  ],
  'an organization that is named and yet does not hold': [
    'select id from messages where organization_id = $1 or id = $2',
    'select id from messages where (organization_id = $1 or id = $2)',
    'select id from messages where not organization_id = $1',
    'select id from messages where organization_id <> $1',
    'select id from messages where organization_id = any($1)',
    'select id from messages where organization_id in ($1, $2)',
    'select id from messages where organization_id = $1 || $2',
    "select id from messages where organization_id = 'a'",
    'select organization_id = $1 from messages',
    'select id from messages order by organization_id = $1',
    'select id from messages where contact_organization_id = $1',
    'select id from messages where case when organization_id = $1 then true else true end',
  ],
  'rows of several organizations': [
    'select organization_id, id from outbox group by organization_id, id for update',
    'select id, count(*) from outbox group by id',
    'select organization_id from outbox',
    'select count(*) from messages m join outbox o on o.message_id = m.id',
    'select p.organization_id from event_positions p, event_cursors c group by p.organization_id',
  ],
  'a write that has the database make something up': [
    'update conversations set resolved_at = coalesce(resolved_at, now()) where organization_id = $1',
    "update outbox set due_at = now() + interval '1 minute' where organization_id = $1",
    "update outbox set due_at = due_at + interval '1 minute' where organization_id = $1",
    'update outbox set due_at = clock_timestamp() where organization_id = $1',
    'insert into messages (organization_id, created_at) values ($1, now())',
    'insert into messages (organization_id, id) values ($1, gen_random_uuid())',
    'insert into channel_pacing (organization_id, channel_id, next_at) values ($1, $2, $3) on conflict (organization_id, channel_id) do update set next_at = greatest(excluded.next_at, now())',
  ],
  'a write that computes with a column what might differ from node to node': [
    'update messages set content = id::text where organization_id = $1',
    'update messages set content = cast(id as text) where organization_id = $1',
    'update messages set segments = (segments + 1)::smallint where organization_id = $1',
    'update channels set settings = jsonb_build_object($1, name) where organization_id = $2',
    'update messages set content = format($1, content) where organization_id = $2',
    "update messages set status = case status when 'queued' then 'sent' else status end where organization_id = $1",
    "delete from messages where organization_id = $1 and case status when 'queued' then true else false end",
    'update messages set status = $1 where organization_id = $2 returning status::text',
    'update messages set status = $1 where organization_id = $2 returning now() as at',
    'delete from outbox where organization_id = $1 returning tries + 1',
    'with moved as (update outbox set tries = tries::bigint where organization_id = $1 returning message_id) select * from moved',
  ],
}

for (const [what, statements] of Object.entries(accepted)) {
  test(`it accepts ${what}`, () => {
    for (const statement of statements) assert.equal(problemOf(statement), undefined, statement)
  })
}

for (const [what, statements] of Object.entries(refused)) {
  test(`it refuses ${what}`, () => {
    for (const statement of statements) assert.notEqual(problemOf(statement), undefined, statement)
  })
}

test('it says which table it is about', () => {
  assert.equal(
    problemOf('select 1 from contacts c join messages m on m.organization_id = $1'),
    'It does not hold contacts c to one organization (organization_id = $n)',
  )
})

test('it knows the tables of organizations from the migrations', () => {
  for (const table of ['messages', 'outbox', 'events']) assert.ok(organizationTables.has(table))
  for (const table of ['organizations', 'logins']) assert.ok(!organizationTables.has(table))
})
