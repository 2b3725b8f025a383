-- State is derived from the facts, so that no writer can forget it and every list of the inbox has one column to ask.
alter table conversations
  add column tags text[] not null default '{}',
  add column assignee_ids text[] not null default '{}',
  add column inbound_count integer not null default 0,
  add column last_direction text,
  add column waiting_since timestamptz,
  add column snoozed_until timestamptz,
  add column snoozed_by_id text,
  add column active_at timestamptz not null generated always as (coalesce(last_message_time, created_at)) stored,
  add column state text not null generated always as (
    case when resolved_at is not null then 'resolved' when snoozed_until is not null then 'snoozed' else 'open' end
  ) stored;

alter table conversations add constraint conversations_snoozed_by_id_fkey
  foreign key (organization_id, snoozed_by_id) references users (organization_id, id);

alter table conversations add constraint conversations_last_direction_check
  check (last_direction in ('inbound', 'outbound'));

-- Asked for the newest message and for the first since the last answer, so that nobody's inbox starts empty.
update conversations v set
  assignee_ids = array(
    select a.user_id from conversation_assignees a
    where a.organization_id = v.organization_id and a.conversation_id = v.id order by a.user_id
  ),
  inbound_count = (
    select count(*) from messages m
    where m.organization_id = v.organization_id and m.conversation_id = v.id and m.direction = 'inbound'
  ),
  last_direction = (
    select m.direction from messages m where m.organization_id = v.organization_id and m.id = v.latest_message_id
  ),
  waiting_since = (
    select min(m.created_at) from messages m
    where m.organization_id = v.organization_id and m.conversation_id = v.id and m.direction = 'inbound' and m.id > coalesce((
      select max(o.id) from messages o
      where o.organization_id = v.organization_id and o.conversation_id = v.id and o.direction = 'outbound'
    ), '')
  );

drop index conversations_user_id;

create index conversations_state on conversations (organization_id, state, active_at desc, id desc);

create index conversations_user_id on conversations (organization_id, user_id, state, active_at desc, id desc);

create index conversations_unassigned on conversations (organization_id, state, active_at desc, id desc)
  where assignee_ids = '{}';

create index conversations_waiting on conversations (organization_id, waiting_since, id)
  where state = 'open' and waiting_since is not null;

-- Two, because what is resolved grows for ever and what is not stays as much as people can handle.
create index conversations_assignee_ids on conversations using gin (assignee_ids) with (fastupdate = off)
  where state <> 'resolved';

create index conversations_assignee_ids_resolved on conversations using gin (assignee_ids) with (fastupdate = off)
  where state = 'resolved';

create index conversations_tags on conversations using gin (organization_id, tags) with (fastupdate = off)
  where tags <> '{}';

-- How far each user has seen each conversation, as the number of inbound messages that there were.
create table conversation_seen (
  organization_id text not null,
  user_id text not null,
  conversation_id text not null,
  inbound_count integer not null,
  unseen_at timestamptz,
  seen_at timestamptz not null,
  constraint conversation_seen_pkey primary key (organization_id, conversation_id, user_id)
);

select tenant_table('conversation_seen');

alter table conversation_seen add constraint conversation_seen_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table conversation_seen add constraint conversation_seen_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

create table conversation_views (
  organization_id text not null,
  id text not null,
  user_id text not null,
  name text not null,
  shared_at timestamptz,
  filters jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint conversation_views_pkey primary key (organization_id, id),
  constraint conversation_views_name_check check (length(name) between 1 and 100)
);

create index conversation_views_user_id on conversation_views (organization_id, user_id, id);

select tenant_table('conversation_views');

alter table conversation_views add constraint conversation_views_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- Who is available to be given conversations, since when. Without a row: not available.
create table chat_availability (
  organization_id text not null,
  user_id text not null,
  available_since timestamptz,
  changed_at timestamptz not null,
  constraint chat_availability_pkey primary key (organization_id, user_id)
);

select tenant_table('chat_availability');

alter table chat_availability add constraint chat_availability_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- How a channel's conversations find who answers them. Without a row: the contact's own assignees.
create table conversation_routing (
  organization_id text not null,
  channel_id text not null,
  mode text not null,
  capacity integer not null,
  user_ids text[] not null,
  updated_at timestamptz not null,
  constraint conversation_routing_pkey primary key (organization_id, channel_id),
  constraint conversation_routing_mode_check check (mode in ('owner', 'round_robin')),
  constraint conversation_routing_capacity_check check (capacity between 1 and 10000)
);

select tenant_table('conversation_routing');

alter table conversation_routing add constraint conversation_routing_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id) on delete cascade;

-- When somebody was last given a conversation: whoever waits longest is next.
create table conversation_turns (
  organization_id text not null,
  user_id text not null,
  last_given_at timestamptz not null,
  constraint conversation_turns_pkey primary key (organization_id, user_id)
);

select tenant_table('conversation_turns');

alter table conversation_turns add constraint conversation_turns_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;
