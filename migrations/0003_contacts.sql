create table contacts (
  organization_id text not null,
  id text not null,
  user_id text not null,
  created_by_id text not null,
  first_name text,
  last_name text,
  phone_number text,
  email text,
  status text not null,
  process text not null,
  source text not null,
  is_autopilot boolean not null default false,
  is_bulk_sms boolean not null default false,
  channel_types text[] not null default '{}',
  latest_message_id text,
  last_message_time timestamptz,
  last_activity_at timestamptz not null,
  version integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search_text text not null generated always as (
    lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(phone_number, ''))
  ) stored,
  constraint contacts_pkey primary key (organization_id, id),
  constraint contacts_phone_number_key unique (organization_id, phone_number),
  constraint contacts_phone_number_check check (phone_number ~ '^\+?[0-9A-Za-z]{1,20}$'),
  constraint contacts_email_check check (email = lower(email))
);

create index contacts_last_activity_at on contacts (organization_id, last_activity_at desc, id desc);

create index contacts_user_id on contacts (organization_id, user_id, last_activity_at desc, id desc);

create index contacts_search_text on contacts using gin (organization_id, search_text gin_trgm_ops) with (fastupdate = off);

select tenant_table('contacts');

alter table contacts add constraint contacts_organization_id_fkey
  foreign key (organization_id) references organizations (id);

alter table contacts add constraint contacts_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);

alter table contacts add constraint contacts_created_by_id_fkey
  foreign key (organization_id, created_by_id) references users (organization_id, id);

create table contact_assignees (
  organization_id text not null,
  contact_id text not null,
  user_id text not null,
  constraint contact_assignees_pkey primary key (organization_id, contact_id, user_id)
);

create index contact_assignees_user_id on contact_assignees (organization_id, user_id, contact_id);

select tenant_table('contact_assignees');

alter table contact_assignees add constraint contact_assignees_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

alter table contact_assignees add constraint contact_assignees_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);

-- Exact totals without counting rows. Sixteen slots, so that writers of one organization rarely meet in one row.
create table contact_counts (
  organization_id text not null,
  slot smallint not null,
  contacts bigint not null,
  constraint contact_counts_pkey primary key (organization_id, slot)
);

select tenant_table('contact_counts');

-- By address, not by contact: who deletes and re-creates a contact must not lift its opt-out.
create table opt_outs (
  organization_id text not null,
  channel_type text not null,
  address text not null,
  source text not null,
  opted_out_at timestamptz not null,
  constraint opt_outs_pkey primary key (organization_id, channel_type, address),
  constraint opt_outs_source_check check (source in ('keyword', 'provider', 'user'))
);

select tenant_table('opt_outs');

alter table opt_outs add constraint opt_outs_organization_id_fkey
  foreign key (organization_id) references organizations (id);
