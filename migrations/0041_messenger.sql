-- Nothing leaves before somebody has mended the channel: what waits for it is kept.
alter table channels add column halted_at timestamptz;

-- When the contact came by an advertisement last: then one may write to it for longer.
alter table conversations add column ad_clicked_at timestamptz;

-- Whether a person wrote it, for this one contact: some channels let only those pass, later on.
alter table messages add column is_by_hand boolean not null default false;

-- The message that it answers, where the contact said so.
alter table messages add column reply_to_id text;

-- When the contact changed what it had written.
alter table messages add column edited_at timestamptz;

-- What the contact thinks of a message: one thing at a time, and null once it is taken back, so that what comes late changes nothing.
create table message_reactions (
  organization_id text not null,
  message_id text not null,
  emoji text,
  reacted_at timestamptz not null,
  constraint message_reactions_pkey primary key (organization_id, message_id),
  constraint message_reactions_emoji_check check (length(emoji) between 1 and 50)
);

select tenant_table('message_reactions');

alter table message_reactions add constraint message_reactions_message_id_fkey
  foreign key (organization_id, message_id) references messages (organization_id, id) on delete cascade;

-- The same of what is to leave later.
alter table scheduled_messages add column is_by_hand boolean not null default false;
