-- A message that is to leave later. It is no message before that: nothing that reads or sends messages can meet it.
create table scheduled_messages (
  organization_id text not null,
  id text not null,
  conversation_id text not null,
  content text not null,
  scheduled_at timestamptz not null,
  actor_type text not null,
  actor_id text,
  sent_by_id text,
  message_id text,
  sent_at timestamptz,
  canceled_at timestamptz,
  canceled_by_id text,
  failed_at timestamptz,
  error_code text,
  error_message text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint scheduled_messages_pkey primary key (organization_id, id),
  constraint scheduled_messages_end_check check (num_nonnulls(sent_at, canceled_at, failed_at) <= 1),
  constraint scheduled_messages_message_id_check check ((message_id is null) = (sent_at is null))
);

-- What still waits, and what failed and waits for a person.
create index scheduled_messages_scheduled_at on scheduled_messages (organization_id, scheduled_at, id)
  where sent_at is null and canceled_at is null;

create index scheduled_messages_conversation_id on scheduled_messages (organization_id, conversation_id, scheduled_at);

select tenant_table('scheduled_messages');

alter table scheduled_messages add constraint scheduled_messages_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table scheduled_messages add constraint scheduled_messages_sent_by_id_fkey
  foreign key (organization_id, sent_by_id) references users (organization_id, id);

-- What goes to many at once lets the answers to single contacts pass, however slow the channel is.
alter table outbox add column is_bulk boolean not null default false;

drop index outbox_due;

create index outbox_due on outbox (organization_id, channel_id, is_bulk, message_id) where claimed_by is null;

-- What colleagues tell each other about a conversation. A table of its own, so that nothing that sends can ever meet one.
create table conversation_notes (
  organization_id text not null,
  id text not null,
  conversation_id text not null,
  user_id text,
  content text not null,
  mentions text[] not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint conversation_notes_pkey primary key (organization_id, id),
  constraint conversation_notes_content_check check (length(content) between 1 and 10000)
);

create index conversation_notes_conversation_id on conversation_notes (organization_id, conversation_id, id desc);

select tenant_table('conversation_notes');

alter table conversation_notes add constraint conversation_notes_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table conversation_notes add constraint conversation_notes_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);
