-- From that moment it is not there for anybody; what it had goes in pieces.
alter table organizations add column deleted_at timestamptz;

create index organizations_deleted_at on organizations (deleted_at) where deleted_at is not null;

-- It happened to this organization on another server: told here, and heard by no subscriber.
alter table events add column is_imported boolean not null default false;

-- An organization that was taken along from another server, as one file. It waits in the storage until it is read.
create table organization_imports (
  organization_id text not null,
  id text not null,
  actor_type text not null,
  actor_id text,
  lines bigint not null,
  lines_read bigint not null default 0,
  counts jsonb not null,
  emails_taken text[] not null default '{}',
  error_code text,
  error_line bigint,
  error_message text,
  created_at timestamptz not null,
  failed_at timestamptz,
  finished_at timestamptz,
  constraint organization_imports_pkey primary key (organization_id, id),
  constraint organization_imports_end_check check (num_nonnulls(failed_at, finished_at) <= 1)
);

create unique index organization_imports_running on organization_imports (organization_id)
  where failed_at is null and finished_at is null;

select tenant_table('organization_imports');

alter table organization_imports add constraint organization_imports_organization_id_fkey
  foreign key (organization_id) references organizations (id);
