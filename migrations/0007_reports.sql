create table daily_messages (
  organization_id text not null,
  day date not null,
  channel_id text not null,
  event_type text not null,
  total bigint not null,
  constraint daily_messages_pkey primary key (organization_id, day, channel_id, event_type)
);

select tenant_table('daily_messages');
