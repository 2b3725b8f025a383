-- What was snoozed comes back at the top: the moment it woke counts like a message for its place. PostgreSQL before 17 cannot
-- give a generated column another expression, so it is made anew, and with it the indexes that it is in.
alter table conversations drop column active_at;

alter table conversations add column woken_at timestamptz;

alter table conversations add column active_at timestamptz not null
  generated always as (greatest(coalesce(last_message_time, created_at), woken_at)) stored;

create index conversations_state on conversations (organization_id, state, active_at desc, id desc);

create index conversations_user_id on conversations (organization_id, user_id, state, active_at desc, id desc);

create index conversations_unassigned on conversations (organization_id, state, active_at desc, id desc)
  where assignee_ids = '{}';

-- Who is mentioned, for the list of what calls for one.
create index conversation_notes_mentions on conversation_notes using gin (organization_id, mentions) with (fastupdate = off)
  where mentions <> '{}';
