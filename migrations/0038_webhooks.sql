-- Where an organization wants to be told what happens. Without types: of everything.
create table webhooks (
  organization_id text not null,
  id text not null,
  url text not null,
  description text not null,
  types text[] not null,
  hears_since timestamptz not null,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint webhooks_pkey primary key (organization_id, id),
  constraint webhooks_disabled_reason_check check ((disabled_at is null) = (disabled_reason is null))
);

select tenant_table('webhooks');

-- Several at once while one takes the place of another.
create table webhook_secrets (
  organization_id text not null,
  id text not null,
  webhook_id text not null,
  secret text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  constraint webhook_secrets_pkey primary key (organization_id, id)
);

create index webhook_secrets_webhook_id on webhook_secrets (organization_id, webhook_id);

select tenant_table('webhook_secrets');

alter table webhook_secrets add constraint webhook_secrets_webhook_id_fkey
  foreign key (organization_id, webhook_id) references webhooks (organization_id, id) on delete cascade;

-- How telling goes. Whoever adds to what is to be told, takes from it or notes what became of it holds this row.
create table webhook_queues (
  organization_id text not null,
  webhook_id text not null,
  look_at timestamptz,
  failing_since timestamptz,
  last_delivered_at timestamptz,
  delivered bigint not null default 0,
  failed bigint not null default 0,
  given_up bigint not null default 0,
  constraint webhook_queues_pkey primary key (organization_id, webhook_id)
);

create index webhook_queues_look_at on webhook_queues (look_at) where look_at is not null;

select tenant_table('webhook_queues');

alter table webhook_queues add constraint webhook_queues_webhook_id_fkey
  foreign key (organization_id, webhook_id) references webhooks (organization_id, id) on delete cascade;

-- One event for one webhook; what is told stands in the event. next_try_at is null while it waits for an earlier one, and
-- when all is done. No key leads to the webhook: what is left of a deleted one is removed piece by piece.
create table webhook_deliveries (
  organization_id text not null,
  id text not null,
  webhook_id text not null,
  event_id text not null,
  event_type text not null,
  position bigint not null,
  order_key text not null,
  queued_at timestamptz not null,
  next_try_at timestamptz,
  calling_since timestamptz,
  tries integer not null default 0,
  lone_failures integer not null default 0,
  last_tried_at timestamptz,
  last_status integer,
  last_error text,
  let_pass_at timestamptz,
  delivered_at timestamptz,
  given_up_at timestamptz,
  created_at timestamptz not null,
  constraint webhook_deliveries_pkey primary key (organization_id, id)
);

create unique index webhook_deliveries_event_id_key on webhook_deliveries (organization_id, webhook_id, event_id);

create index webhook_deliveries_webhook_id on webhook_deliveries (organization_id, webhook_id, id desc);

create index webhook_deliveries_next_try_at on webhook_deliveries (organization_id, webhook_id, next_try_at)
  where next_try_at is not null;

create index webhook_deliveries_order_key on webhook_deliveries (organization_id, webhook_id, order_key, position)
  where delivered_at is null and given_up_at is null;

create index webhook_deliveries_queued_at on webhook_deliveries (queued_at)
  where delivered_at is null and given_up_at is null;

select tenant_table('webhook_deliveries');

create table webhook_attempts (
  organization_id text not null,
  id text not null,
  delivery_id text not null,
  started_at timestamptz not null,
  milliseconds integer not null,
  status integer,
  answer text,
  error_code text,
  error_message text,
  constraint webhook_attempts_pkey primary key (organization_id, id)
);

create index webhook_attempts_delivery_id on webhook_attempts (organization_id, delivery_id, id);

select tenant_table('webhook_attempts');

alter table webhook_attempts add constraint webhook_attempts_delivery_id_fkey
  foreign key (organization_id, delivery_id) references webhook_deliveries (organization_id, id) on delete cascade;
