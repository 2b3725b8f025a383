-- What somebody has begun to write in a conversation, so that it can be gone on with on another device.
create table drafts (
  organization_id text not null,
  conversation_id text not null,
  user_id text not null,
  content text not null,
  is_note boolean not null,
  updated_at timestamptz not null,
  constraint drafts_pkey primary key (organization_id, conversation_id, user_id),
  constraint drafts_content_check check (length(content) between 1 and 10000)
);

create index drafts_updated_at on drafts (organization_id, updated_at);

select tenant_table('drafts');

alter table drafts add constraint drafts_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table drafts add constraint drafts_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- What whoever sent a message calls it: who showed it before it was answered knows it again, wherever it is heard of first.
alter table messages add column client_id text;

-- What happened in a conversation besides what was said: few of all events.
create index events_of_conversations on events (organization_id, subject_id, id desc)
  where type in (
    'conversation.opened', 'conversation.assigned', 'conversation.resolved', 'conversation.reopened', 'conversation.snoozed',
    'conversation.unsnoozed', 'conversation.tagged', 'conversation.referred', 'conversation.merged', 'conversation.parted',
    'conversation.moved', 'contact.optedOut', 'contact.optedIn', 'contact.blocked', 'contact.unblocked'
  ) or type = 'contact.updated' and data ? 'previousStatus';
