create table conversations (
  organization_id text not null,
  id text not null,
  contact_id text not null,
  channel_id text not null,
  channel_type text not null,
  channel_identifier text not null,
  user_id text not null,
  latest_message text,
  latest_message_id text,
  last_message_time timestamptz,
  last_inbound_at timestamptz,
  message_count integer not null default 0,
  unread_count integer not null default 0,
  unseen_at timestamptz,
  unseen_by_id text,
  resolved_at timestamptz,
  resolved_by_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint conversations_pkey primary key (organization_id, id),
  constraint conversations_contact_id_key unique (organization_id, contact_id, channel_id)
);

create index conversations_user_id on conversations (organization_id, user_id);

select tenant_table('conversations');

alter table conversations add constraint conversations_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

alter table conversations add constraint conversations_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id);

alter table conversations add constraint conversations_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);

alter table conversations add constraint conversations_resolved_by_id_fkey
  foreign key (organization_id, resolved_by_id) references users (organization_id, id);

alter table conversations add constraint conversations_unseen_by_id_fkey
  foreign key (organization_id, unseen_by_id) references users (organization_id, id);

create table conversation_assignees (
  organization_id text not null,
  conversation_id text not null,
  user_id text not null,
  constraint conversation_assignees_pkey primary key (organization_id, conversation_id, user_id)
);

create index conversation_assignees_user_id on conversation_assignees (organization_id, user_id, conversation_id);

select tenant_table('conversation_assignees');

alter table conversation_assignees add constraint conversation_assignees_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table conversation_assignees add constraint conversation_assignees_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);
