-- Everything that is kept in the storage. Who uploaded it may be gone by now, so that is no key.
create table files (
  organization_id text not null,
  id text not null,
  name text not null,
  content_type text not null,
  size integer not null,
  uploaded_by_id text,
  stored_at timestamptz,
  used_at timestamptz,
  thumbnail_at timestamptz,
  created_at timestamptz not null,
  constraint files_pkey primary key (organization_id, id),
  constraint files_name_check check (length(name) between 1 and 255)
);

create index files_unused on files (organization_id, created_at) where used_at is null;

select tenant_table('files');

alter table files add constraint files_organization_id_fkey
  foreign key (organization_id) references organizations (id);

-- The contacts and conversations in which a file was used; it outlives them, to tell which files may go with them.
create table file_places (
  organization_id text not null,
  subject_id text not null,
  file_id text not null,
  constraint file_places_pkey primary key (organization_id, subject_id, file_id)
);

create index file_places_file_id on file_places (organization_id, file_id);

select tenant_table('file_places');

alter table file_places add constraint file_places_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id) on delete cascade;

insert into files (organization_id, id, name, content_type, size, stored_at, used_at, created_at)
  select organization_id, id, 'attachment', content_type, coalesce(size, 0), stored_at, stored_at, created_at
  from attachments where stored_at is not null;

insert into file_places (organization_id, subject_id, file_id)
  select m.organization_id, m.conversation_id, a.id
  from attachments a join messages m on m.organization_id = a.organization_id and m.id = a.message_id
  where a.stored_at is not null
  union
  select m.organization_id, m.contact_id, a.id
  from attachments a join messages m on m.organization_id = a.organization_id and m.id = a.message_id
  where a.stored_at is not null;

alter table attachments add column file_id text;

update attachments set file_id = id where stored_at is not null;

create index attachments_file_id on attachments (organization_id, file_id) where file_id is not null;

-- Without a cascade: a file that something still uses cannot be deleted.
alter table attachments add constraint attachments_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);

create table contact_documents (
  organization_id text not null,
  id text not null,
  contact_id text not null,
  file_id text not null,
  name text not null,
  document_type text not null,
  notes text,
  source_message_id text,
  uploaded_by_id text,
  created_at timestamptz not null,
  constraint contact_documents_pkey primary key (organization_id, id),
  constraint contact_documents_file_id_key unique (organization_id, contact_id, file_id),
  constraint contact_documents_document_type_check check (length(document_type) between 1 and 100)
);

create index contact_documents_contact_id on contact_documents (organization_id, contact_id, id desc);

create index contact_documents_file_id on contact_documents (organization_id, file_id);

select tenant_table('contact_documents');

alter table contact_documents add constraint contact_documents_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

alter table contact_documents add constraint contact_documents_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);

-- What the simulated phone was sent besides text: addresses and types.
alter table simulator_messages add column media jsonb not null default '[]';
