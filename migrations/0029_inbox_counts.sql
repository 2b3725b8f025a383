-- For whom a conversation is the other way round than for everybody who never looked: if the contact has written, who has seen
-- all of it; if not, who called it back to their attention. A copy of conversation_seen, as lists are filtered by it.
alter table conversations
  add column reader_ids text[] not null default '{}',
  add column unrouted_since timestamptz;

update conversations v set reader_ids = array(
  select s.user_id from conversation_seen s
  where s.organization_id = v.organization_id and s.conversation_id = v.id
    and case when v.inbound_count > 0 then s.unseen_at is null and s.inbound_count >= v.inbound_count else s.unseen_at is not null end
  order by s.user_id
)
where exists (
  select from conversation_seen s where s.organization_id = v.organization_id and s.conversation_id = v.id
);

-- What waits until somebody who may be given it is there.
create index conversations_unrouted on conversations (organization_id, channel_id, unrouted_since, id)
  where unrouted_since is not null and state = 'open' and assignee_ids = '{}';

-- How many conversations are alike: of one channel and owner, with the same assignees. Where reader_id names somebody, only
-- "read" counts: how many fewer are unread for that user than were "heard" from.
create table conversation_tallies (
  organization_id text not null,
  id text not null,
  reader_id text not null,
  channel_id text not null,
  channel_type text not null,
  user_id text not null,
  assignee_ids text[] not null,
  open bigint not null,
  snoozed bigint not null,
  resolved bigint not null,
  waiting bigint not null,
  heard bigint not null,
  read bigint not null,
  constraint conversation_tallies_pkey primary key (organization_id, id)
);

create index conversation_tallies_reader_id on conversation_tallies (organization_id, reader_id);

select tenant_table('conversation_tallies');

-- What is still to be added to them. Whoever changes a conversation only adds a row here, and so waits for nobody.
create table conversation_tally_changes (
  organization_id text not null,
  id text not null,
  reader_ids text[] not null,
  channel_id text not null,
  channel_type text not null,
  user_id text not null,
  assignee_ids text[] not null,
  open integer not null,
  snoozed integer not null,
  resolved integer not null,
  waiting integer not null,
  heard integer not null,
  read integer not null,
  constraint conversation_tally_changes_pkey primary key (organization_id, id)
);

select tenant_table('conversation_tally_changes');

-- It is always nearly empty, and always written: what was added up is to be cleared away before reads walk over it.
alter table conversation_tally_changes set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

insert into conversation_tally_changes
  (organization_id, id, reader_ids, channel_id, channel_type, user_id, assignee_ids, open, snoozed, resolved, waiting, heard, read)
select organization_id, lpad(to_hex(row_number() over ()), 24, '0'), '{}', channel_id, channel_type, user_id, assignee_ids,
  count(*) filter (where state = 'open'), count(*) filter (where state = 'snoozed'), count(*) filter (where state = 'resolved'),
  count(*) filter (where state = 'open' and waiting_since is not null),
  count(*) filter (where state = 'open' and inbound_count > 0), 0
from conversations group by organization_id, channel_id, channel_type, user_id, assignee_ids;

insert into conversation_tally_changes
  (organization_id, id, reader_ids, channel_id, channel_type, user_id, assignee_ids, open, snoozed, resolved, waiting, heard, read)
select v.organization_id, '1' || lpad(to_hex(row_number() over ()), 23, '0'), array[r.id], v.channel_id, v.channel_type, v.user_id,
  v.assignee_ids, 0, 0, 0, 0, 0, sum(case when v.inbound_count > 0 then 1 else -1 end)
from conversations v cross join unnest(v.reader_ids) as r (id)
where v.state = 'open' group by v.organization_id, r.id, v.channel_id, v.channel_type, v.user_id, v.assignee_ids;

-- Who takes part besides who is named: one department. And whether only while the organization is open.
alter table conversation_routing
  add column department_id text,
  add column is_in_business_hours boolean not null default false;

-- In the database's own locale whatever is not ASCII is a letter: “quoted”, ¿qué? and ok😀 were words of their own, which nobody
-- looks for. What is punctuation in any script parts words, and each emoji is one.
drop index messages_words;

create index messages_words on messages
  using gin (organization_id, to_tsvector('simple', regexp_replace(content, '[\u00A0-\u00BF\u060C\u061B\u061F\u2000-\u206F\u20A0-\u20CF\u3000-\u303F\uFE00-\uFE0F\uFF01-\uFF0F\uFF1A-\uFF20]|([\u2190-\u2BFF\U0001F000-\U0001FAFF])', ' \1 ', 'g')))
  with (gin_pending_list_limit = 512);
