-- A log-in of the dashboard: the browser holds the key in a cookie that no script can read; it ends when it is signed out,
-- idle or old, and with every password of its user.
create table sessions (
  organization_id text not null,
  id text not null,
  user_id text not null,
  hash text not null,
  token_epoch integer not null,
  user_agent text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  constraint sessions_pkey primary key (organization_id, id),
  constraint sessions_hash_key unique (organization_id, hash)
);

select tenant_table('sessions');

alter table sessions add constraint sessions_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

create index sessions_user_id_idx on sessions (organization_id, user_id, last_used_at);
