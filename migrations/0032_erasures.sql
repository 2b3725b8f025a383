-- Of a contact that was deleted in the ordinary way the log alone still knows, and whose a conversation was in the end.
create index events_last_words on events (organization_id, subject_id)
  where type in ('contact.deleted', 'conversation.moved', 'conversation.parted');

create index events_deleted_numbers on events (organization_id, (data ->> 'phoneNumber')) where type = 'contact.deleted';

create index events_joined_conversations on events (organization_id, (data ->> 'sourceId')) where type = 'conversation.merged';

create index erasures_unfinished on erasures (organization_id) where finished_at is null;

-- With which the opt-outs of erased people are hashed: an organization's own, sealed with a key of this server, and those that
-- came along when it was brought from another one.
create table erased_opt_out_keys (
  organization_id text not null,
  id text not null,
  key text not null,
  created_at timestamptz not null,
  constraint erased_opt_out_keys_pkey primary key (organization_id, id)
);

select tenant_table('erased_opt_out_keys');

alter table erased_opt_out_keys add constraint erased_opt_out_keys_organization_id_fkey
  foreign key (organization_id) references organizations (id);
