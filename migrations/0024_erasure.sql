-- Null from the moment its contact is erased until its messages are gone as well, which may take several jobs. In no state that
-- anybody asks for, so that no list and no count has to be told of it.
alter table conversations alter column contact_id drop not null;

-- Its indexes go with it.
alter table conversations drop column state;

alter table conversations add column state text not null generated always as (
  case
    when contact_id is null then 'erased'
    when resolved_at is not null then 'resolved'
    when snoozed_until is not null then 'snoozed'
    else 'open'
  end
) stored;

create index conversations_state on conversations (organization_id, state, active_at desc, id desc);

create index conversations_user_id on conversations (organization_id, user_id, state, active_at desc, id desc);

create index conversations_unassigned on conversations (organization_id, state, active_at desc, id desc)
  where assignee_ids = '{}';

create index conversations_waiting on conversations (organization_id, waiting_since, id)
  where state = 'open' and waiting_since is not null;

create index conversations_assignee_ids on conversations using gin (assignee_ids) with (fastupdate = off)
  where state <> 'resolved';

create index conversations_assignee_ids_resolved on conversations using gin (assignee_ids) with (fastupdate = off)
  where state = 'resolved';

-- Who was erased, by whom, and how far that is. What has to be looked for elsewhere is sealed, and forgotten at the end.
create table erasures (
  organization_id text not null,
  id text not null,
  contact_id text not null,
  actor_type text not null,
  actor_id text,
  found jsonb not null,
  sealed text,
  step text not null,
  piece integer not null default 0,
  after text not null default '',
  requested_at timestamptz not null,
  finished_at timestamptz,
  constraint erasures_pkey primary key (organization_id, id),
  constraint erasures_contact_id_key unique (organization_id, contact_id),
  constraint erasures_finished_at_check check (finished_at is null or sealed is null)
);

select tenant_table('erasures');

alter table erasures add constraint erasures_organization_id_fkey
  foreign key (organization_id) references organizations (id);

-- What went with the contact and is named in the log: kept until the log has been gone through.
create table erased_subjects (
  organization_id text not null,
  erasure_id text not null,
  subject_id text not null,
  constraint erased_subjects_pkey primary key (organization_id, erasure_id, subject_id)
);

select tenant_table('erased_subjects');

alter table erased_subjects add constraint erased_subjects_erasure_id_fkey
  foreign key (organization_id, erasure_id) references erasures (organization_id, id) on delete cascade;

-- Opt-outs of people who were erased: nobody can read from these who they were, but who comes back is recognized.
create table erased_opt_outs (
  organization_id text not null,
  channel_type text not null,
  address_hash text not null,
  source text not null,
  opted_out_at timestamptz not null,
  constraint erased_opt_outs_pkey primary key (organization_id, address_hash)
);

select tenant_table('erased_opt_outs');

alter table erased_opt_outs add constraint erased_opt_outs_organization_id_fkey
  foreign key (organization_id) references organizations (id);
