-- One file of contacts and what became of it. Its owner may differ from who imports.
create table imports (
  organization_id text not null,
  id text not null,
  user_id text not null,
  owner_id text not null,
  file_name text not null,
  encoding text not null,
  delimiter text not null,
  columns jsonb not null,
  mapping jsonb not null,
  duplicates text not null default 'skip',
  row_count integer not null,
  piece_count integer not null,
  position integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  skipped_count integer not null default 0,
  undone_count integer not null default 0,
  kept_count integer not null default 0,
  created_at timestamptz not null,
  check_started_at timestamptz,
  checked_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  canceled_at timestamptz,
  canceled_by_id text,
  undo_started_at timestamptz,
  undo_started_by_id text,
  undone_at timestamptz,
  constraint imports_pkey primary key (organization_id, id),
  constraint imports_duplicates_check check (duplicates in ('skip', 'update', 'fill'))
);

create index imports_user_id on imports (organization_id, user_id, id desc);

select tenant_table('imports');

alter table imports add constraint imports_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

alter table imports add constraint imports_owner_id_fkey
  foreign key (organization_id, owner_id) references users (organization_id, id) on delete cascade;

-- The file, converted once: a thousand rows in a piece, each `[number, [cells]]`. A piece is what one job handles.
create table import_pieces (
  organization_id text not null,
  import_id text not null,
  piece integer not null,
  rows jsonb not null,
  constraint import_pieces_pkey primary key (organization_id, import_id, piece)
);

select tenant_table('import_pieces');

alter table import_pieces add constraint import_pieces_import_id_fkey
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade;

-- What became of each row; after a dry run, what would. `changes` is `{field: [before, after]}`. No key to contacts: a result
-- outlives its contact.
create table import_results (
  organization_id text not null,
  import_id text not null,
  number integer not null,
  piece integer not null,
  outcome text not null,
  code text,
  reason text,
  phone_number text,
  contact_id text,
  contact_version integer,
  changes jsonb,
  undo_outcome text,
  undo_reason text,
  constraint import_results_pkey primary key (organization_id, import_id, number),
  constraint import_results_outcome_check check (outcome in ('created', 'updated', 'skipped')),
  constraint import_results_undo_outcome_check check (undo_outcome in ('undone', 'kept'))
);

create index import_results_piece on import_results (organization_id, import_id, piece);

-- Of expressions, so that nothing else serves who asks for them. Until a table that grows is analyzed the planner holds every
-- index that begins with the import for as good, and with another one it reads all rows of the import for each number.
create index import_results_phone_number on import_results (organization_id, (import_id || ' ' || phone_number)) where outcome <> 'skipped';

create index import_results_contact_id on import_results (organization_id, (import_id || ' ' || contact_id)) where outcome <> 'skipped';

create index import_results_skipped on import_results (organization_id, import_id, number) where outcome = 'skipped';

create index import_results_kept on import_results (organization_id, import_id, number) where undo_outcome = 'kept';

select tenant_table('import_results');

alter table import_results add constraint import_results_import_id_fkey
  foreign key (organization_id, import_id) references imports (organization_id, id) on delete cascade;
