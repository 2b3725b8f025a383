-- Each message moves its contact to the front of the lists, so the row goes to a new place and every index is told, the
-- names among them, though they stay as they are: entered one by one their trigrams were four fifths of all that such an
-- update wrote. They are collected and entered together; few enough, so that whoever comes to enter them is not kept long.
alter index contacts_search_text set (fastupdate = on, gin_pending_list_limit = 256);

-- The files of a note on a contact, in their order. Without a cascade from the file: what something uses cannot be deleted.
create table contact_note_files (
  organization_id text not null,
  holder_id text not null,
  file_id text not null,
  position smallint not null,
  constraint contact_note_files_pkey primary key (organization_id, holder_id, file_id)
);

create index contact_note_files_file_id on contact_note_files (organization_id, file_id);

select tenant_table('contact_note_files');

alter table contact_note_files add constraint contact_note_files_holder_id_fkey
  foreign key (organization_id, holder_id) references contact_notes (organization_id, id) on delete cascade;

alter table contact_note_files add constraint contact_note_files_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);

-- The same of an internal note in a conversation.
create table conversation_note_files (
  organization_id text not null,
  holder_id text not null,
  file_id text not null,
  position smallint not null,
  constraint conversation_note_files_pkey primary key (organization_id, holder_id, file_id)
);

create index conversation_note_files_file_id on conversation_note_files (organization_id, file_id);

select tenant_table('conversation_note_files');

alter table conversation_note_files add constraint conversation_note_files_holder_id_fkey
  foreign key (organization_id, holder_id) references conversation_notes (organization_id, id) on delete cascade;

alter table conversation_note_files add constraint conversation_note_files_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);

-- And of a message that is to leave later; when it leaves, the message has them.
create table scheduled_message_files (
  organization_id text not null,
  holder_id text not null,
  file_id text not null,
  position smallint not null,
  constraint scheduled_message_files_pkey primary key (organization_id, holder_id, file_id)
);

create index scheduled_message_files_file_id on scheduled_message_files (organization_id, file_id);

select tenant_table('scheduled_message_files');

alter table scheduled_message_files add constraint scheduled_message_files_holder_id_fkey
  foreign key (organization_id, holder_id) references scheduled_messages (organization_id, id) on delete cascade;

alter table scheduled_message_files add constraint scheduled_message_files_file_id_fkey
  foreign key (organization_id, file_id) references files (organization_id, id);
