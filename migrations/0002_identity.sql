create table organizations (
  id text not null,
  name text not null,
  country text not null,
  time_zone text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint organizations_pkey primary key (id),
  constraint organizations_name_check check (length(name) between 1 and 200),
  constraint organizations_country_check check (country ~ '^[A-Z]{2}$')
);

select global_table('organizations');

-- An email logs in to one organization only, whichever it is; who it is there stands in users.
create table logins (
  email text not null,
  organization_id text not null,
  user_id text not null,
  constraint logins_pkey primary key (email),
  constraint logins_email_check check (email = lower(email)),
  constraint logins_organization_id_fkey foreign key (organization_id) references organizations (id)
);

select global_table('logins');

create table departments (
  organization_id text not null,
  id text not null,
  name text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint departments_pkey primary key (organization_id, id),
  constraint departments_name_key unique (organization_id, name),
  constraint departments_name_check check (length(name) between 1 and 200)
);

select tenant_table('departments');

alter table departments add constraint departments_organization_id_fkey
  foreign key (organization_id) references organizations (id);

create table users (
  organization_id text not null,
  id text not null,
  email text not null,
  full_name text not null,
  phone_number text,
  designation text,
  access_role text not null,
  department_id text,
  password_hash text not null,
  token_epoch integer not null default 0,
  disabled_at timestamptz,
  disabled_by_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint users_pkey primary key (organization_id, id),
  constraint users_email_key unique (organization_id, email),
  constraint users_access_role_check check (access_role in ('SUPERADMIN', 'ADMIN', 'DEPARTMENT_HEAD', 'SALES_REP'))
);

create index users_department_id on users (organization_id, department_id);

select tenant_table('users');

alter table users add constraint users_organization_id_fkey
  foreign key (organization_id) references organizations (id);

alter table users add constraint users_department_id_fkey
  foreign key (organization_id, department_id) references departments (organization_id, id);

alter table users add constraint users_disabled_by_id_fkey
  foreign key (organization_id, disabled_by_id) references users (organization_id, id);

-- Where a user logged in from before: a flood of wrong passwords from elsewhere never locks these out.
create table known_addresses (
  organization_id text not null,
  user_id text not null,
  address text not null,
  last_login_at timestamptz not null,
  constraint known_addresses_pkey primary key (organization_id, user_id, address)
);

select tenant_table('known_addresses');

alter table known_addresses add constraint known_addresses_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- Like a queue it belongs to no organization: most wrong log-ins are for nobody.
create table login_failures (
  id text not null,
  email text not null,
  address text not null,
  failed_at timestamptz not null,
  constraint login_failures_pkey primary key (id)
);

create index login_failures_email on login_failures (email, failed_at);

create index login_failures_address on login_failures (address, failed_at);
