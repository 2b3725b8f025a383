-- What happened on a day, in the organization's time zone, on a channel, of a person; nobody is ''. A measure that is spread
-- has a row for each bucket: what was received for each hour of the day, and durations for each class of length.
create table daily_sums (
  organization_id text not null,
  measure text not null,
  day date not null,
  channel_id text not null,
  user_id text not null,
  bucket smallint not null,
  total bigint not null,
  seconds bigint not null,
  constraint daily_sums_pkey primary key (organization_id, measure, day, channel_id, user_id, bucket)
);

select tenant_table('daily_sums');

-- What runs in a conversation that is not resolved: since when it has been open, where that is known, and since when its
-- contact waits for a person. With the last answer stands what it ended, in case it is taken back before it leaves.
create table conversation_clocks (
  organization_id text not null,
  conversation_id text not null,
  opened_at timestamptz,
  waiting_since timestamptz,
  answered_since timestamptz,
  answer_id text,
  constraint conversation_clocks_pkey primary key (organization_id, conversation_id)
);

select tenant_table('conversation_clocks');

alter table conversation_clocks add constraint conversation_clocks_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;

-- What happened before counted_from is counted from the rows that are there, a piece at a time; the log tells the rest.
create table report_rebuilds (
  organization_id text not null,
  counted_from timestamptz not null,
  phase text not null,
  conversation_id text not null,
  message_id text not null,
  waiting_since timestamptz,
  finished_at timestamptz,
  constraint report_rebuilds_pkey primary key (organization_id),
  constraint report_rebuilds_phase_check check (phase in ('conversations', 'messages'))
);

select tenant_table('report_rebuilds');
