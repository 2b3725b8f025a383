-- Who opened a webchat. `address` is what the visitor writes from, once it has written: when the contact goes, so does the visitor.
create table webchat_visitors (
  organization_id text not null,
  id text not null,
  channel_id text not null,
  address text,
  external_id text,
  name text,
  email text,
  phone text,
  form_at timestamptz,
  consented_at timestamptz,
  language text,
  page text,
  page_title text,
  referrer text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  constraint webchat_visitors_pkey primary key (organization_id, id),
  constraint webchat_visitors_external_id_key unique (organization_id, channel_id, external_id)
);

create index webchat_visitors_address on webchat_visitors (organization_id, channel_id, address);

create index webchat_visitors_silent on webchat_visitors (organization_id, last_seen_at) where address is null;

select tenant_table('webchat_visitors');

alter table webchat_visitors add constraint webchat_visitors_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id);

alter table webchat_visitors add constraint webchat_visitors_address_fkey
  foreign key (organization_id, channel_id, address)
  references contact_addresses (organization_id, channel_id, address) on delete cascade;

-- Whose session a secret is: it comes alone, and has to say the organization as well.
create table webchat_sessions (
  secret_hash text not null,
  organization_id text not null,
  visitor_id text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint webchat_sessions_pkey primary key (secret_hash)
);

create index webchat_sessions_visitor_id on webchat_sessions (organization_id, visitor_id);

create index webchat_sessions_expires_at on webchat_sessions (expires_at);

-- What a contact is asked at the end of a conversation: how it was, from one to five.
create table csat_requests (
  organization_id text not null,
  id text not null,
  conversation_id text not null,
  user_id text,
  requested_by_id text,
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  rating smallint,
  feedback text,
  answered_at timestamptz,
  answered_by_id text,
  constraint csat_requests_pkey primary key (organization_id, id),
  constraint csat_requests_rating_check check (rating between 1 and 5),
  constraint csat_requests_answered_at_check check ((rating is null) = (answered_at is null))
);

create unique index csat_requests_open on csat_requests (organization_id, conversation_id)
  where answered_at is null and closed_at is null;

create index csat_requests_conversation_id on csat_requests (organization_id, conversation_id);

select tenant_table('csat_requests');

alter table csat_requests add constraint csat_requests_conversation_id_fkey
  foreign key (organization_id, conversation_id) references conversations (organization_id, id) on delete cascade;
