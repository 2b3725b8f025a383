-- Several pipelines. Contacts without a pipeline_id are in the first of them, whichever is the default by now: so nobody has
-- to write to every contact when a second one is made.
alter table pipelines
  add column is_first boolean not null default false,
  add column default_since timestamptz;

update pipelines set is_first = true, default_since = created_at;

alter table pipelines drop constraint pipelines_type_key;

create unique index pipelines_first on pipelines (organization_id, type) where is_first;

create unique index pipelines_default on pipelines (organization_id, type) where default_since is not null;

alter table pipelines add constraint pipelines_name_key unique (organization_id, type, name);

-- Who said that this is who it says, and that its numbers and its email are: {"phone:+14155550100": {"verifiedAt", "verifiedBy",
-- "verificationSource"}}.
alter table contacts
  add column pipeline_id text,
  add column verified_at timestamptz,
  add column verified_by_id text,
  add column verification_source text,
  add column verified_methods jsonb not null default '{}';

alter table contacts add constraint contacts_pipeline_id_fkey
  foreign key (organization_id, pipeline_id) references pipelines (organization_id, id);

alter table contacts add constraint contacts_verified_by_id_fkey
  foreign key (organization_id, verified_by_id) references users (organization_id, id);

-- By pipeline as well: '' is the first one.
alter table contact_tallies add column pipeline_id text not null default '';

alter table contact_tallies drop constraint contact_tallies_pkey;

alter table contact_tallies add constraint contact_tallies_pkey
  primary key (organization_id, status, user_id, pipeline_id, slot);
