create table channels (
  organization_id text not null,
  id text not null,
  type text not null,
  provider text not null,
  name text not null,
  identifier text not null,
  settings jsonb not null,
  credentials text,
  user_id text not null,
  trouble text,
  disabled_at timestamptz,
  disabled_by_id text,
  deleted_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint channels_pkey primary key (organization_id, id),
  constraint channels_type_check check (type in ('sms', 'facebook', 'webchat')),
  constraint channels_name_check check (length(name) between 1 and 200)
);

select tenant_table('channels');

alter table channels add constraint channels_organization_id_fkey
  foreign key (organization_id) references organizations (id);

alter table channels add constraint channels_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);

alter table channels add constraint channels_disabled_by_id_fkey
  foreign key (organization_id, disabled_by_id) references users (organization_id, id);

-- Which organization an address belongs to: a number, or a messaging service that stands for several.
create table channel_routes (
  channel_type text not null,
  address text not null,
  organization_id text not null,
  channel_id text not null,
  constraint channel_routes_pkey primary key (channel_type, address),
  constraint channel_routes_organization_id_fkey foreign key (organization_id) references organizations (id)
);

create index channel_routes_channel_id on channel_routes (organization_id, channel_id);

select global_table('channel_routes');

-- Who claims from a channel holds its row: one at a time, at the channel's rate, however many workers there are.
create table channel_pacing (
  organization_id text not null,
  channel_id text not null,
  next_at timestamptz not null,
  constraint channel_pacing_pkey primary key (organization_id, channel_id)
);

select tenant_table('channel_pacing');

alter table channel_pacing add constraint channel_pacing_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id) on delete cascade;

-- What the simulated phones were sent.
create table simulator_messages (
  organization_id text not null,
  id text not null,
  channel_id text not null,
  sender text not null,
  recipient text not null,
  body text not null,
  created_at timestamptz not null,
  constraint simulator_messages_pkey primary key (organization_id, id)
);

create index simulator_messages_recipient on simulator_messages (organization_id, recipient, id);

select tenant_table('simulator_messages');

alter table simulator_messages add constraint simulator_messages_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id) on delete cascade;
