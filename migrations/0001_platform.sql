create extension if not exists pg_trgm;

create extension if not exists btree_gin;

-- Plain PostgreSQL: nothing. Citus: spreads the table by its organization.
create function tenant_table(name text) returns void language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_distributed_table(%L, ''organization_id'')', name);
  end if;
end
$$;

-- Plain PostgreSQL: nothing. Citus: keeps a copy of the table on every node.
create function global_table(name text) returns void language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_reference_table(%L)', name);
  end if;
end
$$;

-- Writers never wait for each other: an event gets its position when it is first read, so a late commit gets a late one.
create table events (
  organization_id text not null,
  id text not null,
  position bigint,
  type text not null,
  actor_type text not null,
  actor_id text,
  subject_id text not null,
  data jsonb not null,
  created_at timestamptz not null,
  constraint events_pkey primary key (organization_id, id)
);

create unique index events_position_key on events (organization_id, position);

create index events_unplaced on events (organization_id) where position is null;

create index events_created_at on events (organization_id, created_at);

select tenant_table('events');

create table event_positions (
  organization_id text not null,
  last_position bigint not null,
  pruned_position bigint not null default 0,
  constraint event_positions_pkey primary key (organization_id)
);

select tenant_table('event_positions');

create table event_cursors (
  organization_id text not null,
  subscriber text not null,
  position bigint not null,
  failures integer not null default 0,
  retry_at timestamptz,
  last_error text,
  constraint event_cursors_pkey primary key (organization_id, subscriber)
);

select tenant_table('event_cursors');

create table idempotency_keys (
  organization_id text not null,
  actor_id text not null,
  key text not null,
  request_hash text not null,
  status_code integer not null,
  body jsonb,
  created_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (organization_id, actor_id, key)
);

create index idempotency_keys_created_at on idempotency_keys (organization_id, created_at);

select tenant_table('idempotency_keys');
