-- What push services know this installation by (RFC 8292), made when it is first needed; the private half is sealed.
create table push_keys (
  name text not null,
  public_key text not null,
  private_key text not null,
  created_at timestamptz not null,
  constraint push_keys_pkey primary key (name)
);

select global_table('push_keys');

-- A browser of somebody who wants to be told while no page is open. It goes with the log-in that it was made in; the address and
-- the keys of the browser are sealed.
create table push_subscriptions (
  organization_id text not null,
  id text not null,
  user_id text not null,
  session_id text,
  token_epoch integer not null,
  hash text not null,
  sealed text not null,
  user_agent text,
  created_at timestamptz not null,
  pushed_at timestamptz,
  constraint push_subscriptions_pkey primary key (organization_id, id),
  constraint push_subscriptions_hash_key unique (organization_id, hash)
);

select tenant_table('push_subscriptions');

alter table push_subscriptions add constraint push_subscriptions_user_id_fkey
  foreign key (organization_id, user_id) references users (organization_id, id) on delete cascade;

alter table push_subscriptions add constraint push_subscriptions_session_id_fkey
  foreign key (organization_id, session_id) references sessions (organization_id, id) on delete cascade;

create index push_subscriptions_user_id on push_subscriptions (organization_id, user_id);

create index push_subscriptions_session_id on push_subscriptions (organization_id, session_id);

-- What is to be pushed; what it says is read when it leaves. Of one topic the latest alone.
create table pushes (
  organization_id text not null,
  id text not null,
  subscription_id text not null,
  kind text not null,
  topic text not null,
  subject_id text not null,
  tries integer not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  constraint pushes_pkey primary key (organization_id, id),
  constraint pushes_topic_key unique (organization_id, subscription_id, topic),
  constraint pushes_kind_check check (kind in ('message', 'notification', 'test'))
);

create index pushes_due_at on pushes (due_at);

select tenant_table('pushes');

alter table pushes add constraint pushes_subscription_id_fkey
  foreign key (organization_id, subscription_id) references push_subscriptions (organization_id, id) on delete cascade;

-- How many deliveries have failed and are to be tried again; `failed` counts the calls that did.
alter table webhook_queues add column failing bigint not null default 0;

update webhook_queues set failing = counted.total
from (
  select organization_id, webhook_id, count(*) as total from webhook_deliveries
  where delivered_at is null and given_up_at is null and last_tried_at is not null
  group by organization_id, webhook_id
) as counted
where webhook_queues.organization_id = counted.organization_id and webhook_queues.webhook_id = counted.webhook_id;

-- From which place in the log a webhook hears; null for what was made before, which hears since a time.
alter table webhooks add column hears_after bigint;
