-- What is still to be written of a send to many: the contacts that were accepted and have no message yet, with the ids that
-- their messages will have. A piece takes the first of them; with the last the row goes.
create table bulk_sends (
  organization_id text not null,
  id text not null,
  template text not null,
  channel_id text,
  contact_ids text[] not null,
  message_ids text[] not null,
  actor_type text not null,
  actor_id text,
  sent_by_id text,
  created_at timestamptz not null,
  constraint bulk_sends_pkey primary key (organization_id, id),
  constraint bulk_sends_message_ids_check check (cardinality(contact_ids) = cardinality(message_ids))
);

select tenant_table('bulk_sends');

alter table bulk_sends add constraint bulk_sends_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id);

alter table bulk_sends add constraint bulk_sends_sent_by_id_fkey
  foreign key (organization_id, sent_by_id) references users (organization_id, id);

-- The files that all of these messages take along.
create table bulk_send_files (
  organization_id text not null,
  holder_id text not null,
  file_id text not null,
  position smallint not null,
  constraint bulk_send_files_pkey primary key (organization_id, holder_id, file_id)
);

create index bulk_send_files_file_id on bulk_send_files (organization_id, file_id);

select tenant_table('bulk_send_files');

alter table bulk_send_files add constraint bulk_send_files_holder_id_fkey
  foreign key (organization_id, holder_id) references bulk_sends (organization_id, id) on delete cascade;

alter table bulk_send_files add constraint bulk_send_files_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);

-- A department that is gone would be given conversations that nobody answers.
update conversation_routing r set department_id = null
where department_id is not null and not exists (
  select from departments d where d.organization_id = r.organization_id and d.id = r.department_id
);

alter table conversation_routing add constraint conversation_routing_department_id_fkey
  foreign key (organization_id, department_id) references departments (organization_id, id);
