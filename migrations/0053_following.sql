-- Who follows a conversation: they hear of what is written in it, though it is not theirs, as long as they may see it.
create table conversation_followers (
  organization_id text not null,
  conversation_id text not null,
  user_id text not null,
  followed_at timestamptz not null,
  constraint conversation_followers_pkey primary key (organization_id, conversation_id, user_id)
);

create index conversation_followers_user_id
  on conversation_followers (organization_id, user_id, followed_at desc, conversation_id);

select tenant_table('conversation_followers');

alter table conversation_followers add constraint conversation_followers_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

alter table conversation_followers add constraint conversation_followers_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

-- Which views of the inbox stand beside the tabs of whom. Those that have been deleted since are left out when they are read.
create table conversation_view_pins (
  organization_id text not null,
  user_id text not null,
  view_ids text[] not null,
  standing text[] not null,
  updated_at timestamptz not null,
  constraint conversation_view_pins_pkey primary key (organization_id, user_id)
);

select tenant_table('conversation_view_pins');

alter table conversation_view_pins add constraint conversation_view_pins_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;
