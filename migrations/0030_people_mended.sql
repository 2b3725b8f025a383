-- Who tried to register an organization, counted by address; and with which Idempotency-Key it was made, so that asking
-- again finds it. Like login_failures it belongs to no organization.
create table registrations (
  id text not null,
  address text not null,
  email text not null,
  key_hash text,
  request_hash text,
  requested_at timestamptz not null,
  constraint registrations_pkey primary key (id)
);

create index registrations_address on registrations (address, requested_at);

create index registrations_email on registrations (email, requested_at);
