-- What colleagues tell each other about a contact; never seen by the contact.
create table contact_notes (
  organization_id text not null,
  id text not null,
  contact_id text not null,
  user_id text not null,
  note text not null,
  mentions text[] not null default '{}',
  edited_at timestamptz,
  created_at timestamptz not null,
  constraint contact_notes_pkey primary key (organization_id, id),
  constraint contact_notes_note_check check (length(note) between 1 and 10000)
);

create index contact_notes_contact_id on contact_notes (organization_id, contact_id, id desc);

create index contact_notes_user_id on contact_notes (organization_id, user_id);

select tenant_table('contact_notes');

alter table contact_notes add constraint contact_notes_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

alter table contact_notes add constraint contact_notes_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id);

create table contact_note_reactions (
  organization_id text not null,
  note_id text not null,
  user_id text not null,
  emoji text not null,
  created_at timestamptz not null,
  constraint contact_note_reactions_pkey primary key (organization_id, note_id, emoji, user_id)
);

create index contact_note_reactions_user_id on contact_note_reactions (organization_id, user_id);

select tenant_table('contact_note_reactions');

alter table contact_note_reactions add constraint contact_note_reactions_note_id_fkey
  foreign key (organization_id, note_id) references contact_notes (organization_id, id) on delete cascade;

alter table contact_note_reactions add constraint contact_note_reactions_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- For its maker alone.
create table reminders (
  organization_id text not null,
  id text not null,
  contact_id text not null,
  created_by_id text not null,
  note text not null,
  reminder_date timestamptz not null,
  channel_type text not null,
  phone_number text,
  contact_name text,
  fired_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint reminders_pkey primary key (organization_id, id),
  constraint reminders_note_check check (length(note) between 1 and 2000),
  constraint reminders_channel_type_check check (channel_type in ('sms', 'facebook', 'webchat'))
);

create index reminders_created_by_id on reminders (organization_id, created_by_id, reminder_date, id) where fired_at is null;

create index reminders_due on reminders (organization_id, reminder_date, id) where fired_at is null;

create index reminders_contact_id on reminders (organization_id, contact_id);

select tenant_table('reminders');

alter table reminders add constraint reminders_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

alter table reminders add constraint reminders_created_by_id_fkey
  foreign key (organization_id, created_by_id) references users (organization_id, id) on delete cascade;
