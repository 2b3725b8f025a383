-- Who is deleted stays, so that history keeps its names; what they owned goes to the heir.
alter table users
  add column deleted_at timestamptz,
  add column deleted_by_id text,
  add column heir_id text,
  add column password_disabled_at timestamptz,
  add column password_disabled_by_id text,
  add column call_forwarding_enabled boolean not null default false,
  add column conversation_open_preference text not null default 'always';

alter table users add constraint users_deleted_by_id_fkey
  foreign key (organization_id, deleted_by_id) references users (organization_id, id);

alter table users add constraint users_heir_id_fkey
  foreign key (organization_id, heir_id) references users (organization_id, id);

alter table users add constraint users_password_disabled_by_id_fkey
  foreign key (organization_id, password_disabled_by_id) references users (organization_id, id);

-- The email of somebody deleted is free again.
alter table users drop constraint users_email_key;

create unique index users_email_key on users (organization_id, email) where deleted_at is null;

-- One for each user. The key itself is shown once; it begins with the organization, so that it is looked up in there.
create table api_keys (
  organization_id text not null,
  user_id text not null,
  hash text not null,
  last_four text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint api_keys_pkey primary key (organization_id, user_id),
  constraint api_keys_hash_key unique (organization_id, hash)
);

select tenant_table('api_keys');

alter table api_keys add constraint api_keys_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

create table password_resets (
  organization_id text not null,
  id text not null,
  user_id text not null,
  hash text not null,
  created_by_id text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint password_resets_pkey primary key (organization_id, id),
  constraint password_resets_hash_key unique (organization_id, hash)
);

create index password_resets_user_id on password_resets (organization_id, user_id);

select tenant_table('password_resets');

alter table password_resets add constraint password_resets_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- Like login_failures: counted whether or not the email is anybody's.
create table reset_requests (
  id text not null,
  email text not null,
  address text not null,
  requested_at timestamptz not null,
  constraint reset_requests_pkey primary key (id)
);

create index reset_requests_email on reset_requests (email, requested_at);

create index reset_requests_address on reset_requests (address, requested_at);

-- A row with started_at and no outcome was being sent when the worker died: nobody knows whether it left.
create table mails (
  organization_id text not null,
  id text not null,
  recipient text not null,
  subject text not null,
  body text,
  created_at timestamptz not null,
  started_at timestamptz,
  sent_at timestamptz,
  failed_at timestamptz,
  error_message text,
  constraint mails_pkey primary key (organization_id, id)
);

create index mails_created_at on mails (organization_id, created_at);

select tenant_table('mails');

-- The second factor of a log-in. Until confirmed_at it asks nobody for a code.
create table authenticators (
  organization_id text not null,
  user_id text not null,
  secret text not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null,
  constraint authenticators_pkey primary key (organization_id, user_id)
);

select tenant_table('authenticators');

alter table authenticators add constraint authenticators_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

create table recovery_codes (
  organization_id text not null,
  user_id text not null,
  hash text not null,
  used_at timestamptz,
  constraint recovery_codes_pkey primary key (organization_id, user_id, hash)
);

select tenant_table('recovery_codes');

alter table recovery_codes add constraint recovery_codes_user_id_fkey
  foreign key (organization_id, user_id) references authenticators (organization_id, user_id) on delete cascade;

-- Only what was switched off; whoever never chose is told of everything.
create table notification_preferences (
  organization_id text not null,
  user_id text not null,
  muted text[] not null,
  updated_at timestamptz not null,
  constraint notification_preferences_pkey primary key (organization_id, user_id)
);

select tenant_table('notification_preferences');

alter table notification_preferences add constraint notification_preferences_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- Kept for good, unlike events. Who did it may be of another organization, a SUPERADMIN, and so is no foreign key.
create table audit_logs (
  organization_id text not null,
  id text not null,
  actor_type text not null,
  actor_id text,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  created_at timestamptz not null,
  constraint audit_logs_pkey primary key (organization_id, id)
);

create index audit_logs_subject_id on audit_logs (organization_id, subject_id, id desc);

create index audit_logs_actor_id on audit_logs (organization_id, actor_id, id desc);

select tenant_table('audit_logs');
