-- Numbers under which a contact is known besides its own: those of the contacts that were merged into it.
create table contact_numbers (
  organization_id text not null,
  phone_number text not null,
  contact_id text not null,
  constraint contact_numbers_pkey primary key (organization_id, phone_number)
);

create index contact_numbers_contact_id on contact_numbers (organization_id, contact_id);

select tenant_table('contact_numbers');

alter table contact_numbers add constraint contact_numbers_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

-- Who was merged into whom, with what is needed to undo it. Neither has to exist any more.
create table contact_merges (
  organization_id text not null,
  id text not null,
  source_id text not null,
  target_id text not null,
  saved jsonb not null,
  merged_at timestamptz not null,
  merged_by_id text,
  undone_at timestamptz,
  undone_by_id text,
  constraint contact_merges_pkey primary key (organization_id, id)
);

create index contact_merges_merged_at on contact_merges (organization_id, merged_at);

select tenant_table('contact_merges');

alter table contact_merges add constraint contact_merges_merged_by_id_fkey
  foreign key (organization_id, merged_by_id) references users (organization_id, id);

alter table contact_merges add constraint contact_merges_undone_by_id_fkey
  foreign key (organization_id, undone_by_id) references users (organization_id, id);

-- Messages that a merge put into another conversation: where they were said, and to which address.
create table merged_messages (
  organization_id text not null,
  merge_id text not null,
  message_id text not null,
  conversation_id text not null,
  address text not null,
  constraint merged_messages_pkey primary key (organization_id, merge_id, message_id)
);

create index merged_messages_message_id on merged_messages (organization_id, message_id);

select tenant_table('merged_messages');

alter table merged_messages add constraint merged_messages_merge_id_fkey
  foreign key (organization_id, merge_id) references contact_merges (organization_id, id) on delete cascade;

alter table merged_messages add constraint merged_messages_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;

-- Where it goes, if that is not the conversation's address: what was written before a merge goes where it was written to.
alter table outbox add column address text;

-- Opted out because of another number of the same contact; the contact's own word takes its place.
alter table opt_outs drop constraint opt_outs_source_check;

alter table opt_outs add constraint opt_outs_source_check check (source in ('keyword', 'provider', 'user', 'merge'));

-- Two contacts that may be one, the newer as the source. A pair has one row for ever: decided once, it never comes back.
create table dedup_reviews (
  organization_id text not null,
  id text not null,
  source_contact_id text not null,
  candidate_contact_id text not null,
  status text not null,
  score real not null,
  reasons text[] not null,
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by_id text,
  constraint dedup_reviews_pkey primary key (organization_id, id),
  constraint dedup_reviews_pair_key unique (organization_id, source_contact_id, candidate_contact_id),
  constraint dedup_reviews_status_check check (status in ('needs_review', 'merged', 'kept_separate')),
  constraint dedup_reviews_pair_check check (source_contact_id > candidate_contact_id)
);

create index dedup_reviews_candidate_contact_id on dedup_reviews (organization_id, candidate_contact_id);

create index dedup_reviews_pending on dedup_reviews (organization_id, id) where status = 'needs_review';

select tenant_table('dedup_reviews');

alter table dedup_reviews add constraint dedup_reviews_resolved_by_id_fkey
  foreign key (organization_id, resolved_by_id) references users (organization_id, id);

-- What two spellings of one person have in common. Made beside the contacts, so that messages, which move contacts about,
-- have no more indexes to keep.
create table contact_keys (
  organization_id text not null,
  contact_id text not null,
  key text not null,
  name text not null,
  constraint contact_keys_pkey primary key (organization_id, contact_id, key)
);

create index contact_keys_key on contact_keys (organization_id, key, contact_id);

select tenant_table('contact_keys');

alter table contact_keys add constraint contact_keys_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;

-- Contacts that were made or changed since duplicates were last looked for.
create table contacts_to_compare (
  organization_id text not null,
  contact_id text not null,
  constraint contacts_to_compare_pkey primary key (organization_id, contact_id)
);

select tenant_table('contacts_to_compare');

insert into contacts_to_compare (organization_id, contact_id) select organization_id, id from contacts;
