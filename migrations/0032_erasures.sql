-- Of a contact that was deleted in the ordinary way the log alone still knows, and whose a conversation was in the end.
create index events_last_words on events (organization_id, subject_id)
  where type in ('contact.deleted', 'conversation.moved', 'conversation.parted');

create index events_deleted_numbers on events (organization_id, (data ->> 'phoneNumber')) where type = 'contact.deleted';

create index events_joined_conversations on events (organization_id, (data ->> 'sourceId')) where type = 'conversation.merged';

create index erasures_unfinished on erasures (organization_id) where finished_at is null;
