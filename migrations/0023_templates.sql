create table template_categories (
  organization_id text not null,
  id text not null,
  name text not null,
  slug text not null,
  position integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint template_categories_pkey primary key (organization_id, id),
  constraint template_categories_slug_key unique (organization_id, slug),
  constraint template_categories_name_check check (length(name) between 1 and 100),
  constraint template_categories_slug_check check (slug <> 'other')
);

select tenant_table('template_categories');

alter table template_categories add constraint template_categories_organization_id_fkey
  foreign key (organization_id) references organizations (id);

-- A saved reply. Without user_id it is shared with the whole organization; without category_id it is in the category other.
create table templates (
  organization_id text not null,
  id text not null,
  user_id text,
  category_id text,
  name text not null,
  template text not null,
  type text not null,
  created_by_id text,
  updated_by_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint templates_pkey primary key (organization_id, id),
  constraint templates_name_check check (length(name) between 1 and 200),
  constraint templates_template_check check (length(template) between 1 and 10000),
  constraint templates_type_check check (type in ('sms', 'campaign', 'script', 'automation', 'email'))
);

create index templates_user_id on templates (organization_id, user_id, id);

create index templates_category_id on templates (organization_id, category_id) where category_id is not null;

select tenant_table('templates');

alter table templates add constraint templates_organization_id_fkey
  foreign key (organization_id) references organizations (id);

alter table templates add constraint templates_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

alter table templates add constraint templates_category_id_fkey
  foreign key (organization_id, category_id) references template_categories (organization_id, id);
