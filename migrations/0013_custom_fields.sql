-- How the organization's own fields of a contact are grouped: [{"name", "isHidden", "fieldIds"}].
create table contact_sections (
  organization_id text not null,
  id text not null,
  sections jsonb not null,
  updated_at timestamptz not null,
  constraint contact_sections_pkey primary key (organization_id)
);

select tenant_table('contact_sections');

alter table contact_sections add constraint contact_sections_organization_id_fkey
  foreign key (organization_id) references organizations (id);

-- Contacts keep their values by the id of the field: a field that is renamed has its data at once, and one that is removed
-- has none from that moment, however many contacts there are.
create table contact_fields (
  organization_id text not null,
  id text not null,
  key text not null,
  name text not null,
  data_type text not null,
  is_hidden boolean not null,
  rules jsonb not null,
  constraint contact_fields_pkey primary key (organization_id, id),
  constraint contact_fields_key_key unique (organization_id, key),
  constraint contact_fields_data_type_check
    check (data_type in ('string', 'number', 'boolean', 'date', 'select', 'url', 'email', 'phone'))
);

select tenant_table('contact_fields');

alter table contact_fields add constraint contact_fields_organization_id_fkey
  foreign key (organization_id) references organizations (id);

alter table contacts add column custom_fields jsonb not null default '{}';

-- Partial, so that contacts without any cost their writers nothing.
create index contacts_custom_fields on contacts using gin (organization_id, custom_fields jsonb_path_ops)
  with (fastupdate = off) where custom_fields <> '{}';
