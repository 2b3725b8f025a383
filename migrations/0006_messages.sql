create table messages (
  organization_id text not null,
  id text not null,
  conversation_id text not null,
  contact_id text not null,
  channel_id text not null,
  channel_type text not null,
  direction text not null,
  content text not null,
  status text not null,
  provider_message_id text,
  sent_by_id text,
  is_ai_generated boolean not null default false,
  has_attachments boolean not null default false,
  segments smallint,
  error_code text,
  error_message text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint messages_pkey primary key (organization_id, id),
  constraint messages_provider_message_id_key unique (organization_id, channel_id, provider_message_id),
  constraint messages_direction_check check (direction in ('inbound', 'outbound')),
  constraint messages_status_check
    check (status in ('queued', 'sent', 'delivered', 'read', 'failed', 'unknown', 'canceled'))
);

create index messages_conversation_id on messages (organization_id, conversation_id, id);

-- What waits for a person or a machine; the rest of the history is not in it.
create index messages_unsettled on messages (organization_id, status, id) where status in ('queued', 'failed', 'unknown');

select tenant_table('messages');

alter table messages add constraint messages_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table messages add constraint messages_sent_by_id_fkey
  foreign key (organization_id, sent_by_id) references users (organization_id, id);

-- What must still leave. A row without claimed_by waits; with it, that worker is calling the provider.
create table outbox (
  organization_id text not null,
  message_id text not null,
  conversation_id text not null,
  channel_id text not null,
  due_at timestamptz not null,
  tries integer not null default 0,
  claimed_by bigint,
  attempt_id text,
  constraint outbox_pkey primary key (organization_id, message_id)
);

create index outbox_due on outbox (organization_id, channel_id, message_id) where claimed_by is null;

create index outbox_conversation_id on outbox (organization_id, conversation_id, message_id);

create index outbox_claimed_by on outbox (organization_id, claimed_by) where claimed_by is not null;

select tenant_table('outbox');

alter table outbox add constraint outbox_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;

-- One call of a provider. Its id travels with the call and comes back in the receipts.
create table attempts (
  organization_id text not null,
  id text not null,
  message_id text not null,
  channel_id text not null,
  started_at timestamptz not null,
  constraint attempts_pkey primary key (organization_id, id)
);

create index attempts_message_id on attempts (organization_id, message_id);

select tenant_table('attempts');

alter table attempts add constraint attempts_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;

-- Everything that was ever told about a delivery, also what came late or twice; messages.status is the furthest of it.
create table deliveries (
  organization_id text not null,
  id text not null,
  message_id text not null,
  attempt_id text,
  status text not null,
  provider_status text,
  error_code text,
  error_message text,
  occurred_at timestamptz not null,
  constraint deliveries_pkey primary key (organization_id, id)
);

create unique index deliveries_once on deliveries
  (organization_id, message_id, attempt_id, status, provider_status, error_code) nulls not distinct;

select tenant_table('deliveries');

alter table deliveries add constraint deliveries_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;

-- Receipts that came before we knew the provider's id of the message.
create table unmatched_receipts (
  organization_id text not null,
  id text not null,
  channel_id text not null,
  provider_message_id text not null,
  receipt jsonb not null,
  received_at timestamptz not null,
  constraint unmatched_receipts_pkey primary key (organization_id, id)
);

create index unmatched_receipts_provider_message_id on unmatched_receipts (organization_id, channel_id, provider_message_id);

select tenant_table('unmatched_receipts');

create table attachments (
  organization_id text not null,
  id text not null,
  message_id text not null,
  content_type text not null,
  source_url text,
  size integer,
  stored_at timestamptz,
  failed_at timestamptz,
  error_message text,
  created_at timestamptz not null,
  constraint attachments_pkey primary key (organization_id, id)
);

create index attachments_message_id on attachments (organization_id, message_id);

select tenant_table('attachments');

alter table attachments add constraint attachments_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;
