-- What a user is told of: somebody mentioned them, a reminder is due, an export is ready.
create table notifications (
  organization_id text not null,
  id text not null,
  user_id text not null,
  type text not null,
  text text not null,
  subject_type text not null,
  subject_id text not null,
  seen_at timestamptz,
  created_at timestamptz not null,
  constraint notifications_pkey primary key (organization_id, id),
  constraint notifications_text_check check (length(text) between 1 and 1000)
);

create index notifications_user_id on notifications (organization_id, user_id, id desc);

select tenant_table('notifications');

alter table notifications add constraint notifications_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;
