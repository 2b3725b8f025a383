-- What lists filter and sort by. Who wrote last follows from the two times, so nobody has to keep it.
alter table contacts
  add column tags text[] not null default '{}',
  add column blocked_at timestamptz,
  add column blocked_by_id text,
  add column status_changed_at timestamptz,
  add column last_inbound_at timestamptz,
  add column message_count integer not null default 0,
  add column message_status text not null generated always as (
    case
      when last_message_time is null then 'never'
      when last_inbound_at is null then 'silent'
      when last_inbound_at >= last_message_time then 'unanswered'
      else 'answered'
    end
  ) stored,
  add column sort_name text not null generated always as (
    case
      when btrim(coalesce(first_name, '') || coalesce(last_name, '')) = '' then '2' || coalesce(phone_number, email, '')
      else '1' || translate(
        lower(btrim(coalesce(first_name, '') || ' ' || coalesce(last_name, ''))),
        'àáâãäåāăąçćčďéèêëēęěíìîïłñńňóòôõöøōřśšşťúùûüūůýÿźżž',
        'aaaaaaaaacccdeeeeeeeiiiilnnnooooooorssstuuuuuuyyzzz'
      )
    end
  ) stored;

alter table contacts add constraint contacts_tags_check check (cardinality(tags) <= 50);

alter table contacts add constraint contacts_blocked_by_id_fkey
  foreign key (organization_id, blocked_by_id) references users (organization_id, id);

update contacts set last_inbound_at = said.last_inbound_at, message_count = said.messages
from (
  select organization_id, contact_id, max(last_inbound_at) as last_inbound_at, sum(message_count)::integer as messages
  from conversations group by organization_id, contact_id
) said
where contacts.organization_id = said.organization_id and contacts.id = said.contact_id;

create index contacts_status on contacts (organization_id, status, last_activity_at desc, id desc);

create index contacts_created_at on contacts (organization_id, created_at desc, id desc);

-- Who was never written to comes after all others.
create index contacts_last_message_time on contacts
  (organization_id, (coalesce(last_message_time, timestamptz '1970-01-01 00:00:00+00')) desc, id desc);

create index contacts_sort_name on contacts (organization_id, sort_name, id);

create index contacts_message_status on contacts (organization_id, message_status, last_activity_at desc, id desc);

create index contacts_tags on contacts using gin (organization_id, tags);

-- For counting the tags: what has none is not looked at.
create index contacts_tagged on contacts (organization_id, id) where cardinality(tags) > 0;

create index conversations_unread on conversations (organization_id, contact_id)
  where unread_count > 0 or unseen_at is not null;

-- How many contacts are in each status, by their owner: in slots like contact_counts, and each contact in the same slot there.
create table contact_tallies (
  organization_id text not null,
  status text not null,
  user_id text not null,
  slot smallint not null,
  contacts bigint not null,
  constraint contact_tallies_pkey primary key (organization_id, status, user_id, slot)
);

select tenant_table('contact_tallies');

insert into contact_tallies (organization_id, status, user_id, slot, contacts)
select organization_id, status, user_id, ('x' || right(id, 1))::bit(4)::int, count(*) from contacts group by 1, 2, 3, 4;

-- The order and the colours of the statuses. A contact carries the name of its stage, as the contract has it; so renames
-- holds the names that contacts still have to follow, since renamed_at.
create table pipelines (
  organization_id text not null,
  id text not null,
  type text not null,
  name text not null,
  description text not null,
  renames jsonb not null default '[]',
  renamed_at timestamptz,
  renamed_by_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint pipelines_pkey primary key (organization_id, id),
  constraint pipelines_type_key unique (organization_id, type),
  constraint pipelines_type_check check (type in ('Contact', 'Application'))
);

select tenant_table('pipelines');

alter table pipelines add constraint pipelines_organization_id_fkey
  foreign key (organization_id) references organizations (id);

create table pipeline_stages (
  organization_id text not null,
  id text not null,
  pipeline_id text not null,
  position smallint not null,
  name text not null,
  color text not null,
  constraint pipeline_stages_pkey primary key (organization_id, id),
  constraint pipeline_stages_color_check check (color ~ '^#[0-9A-Fa-f]{6}$'),
  constraint pipeline_stages_name_key unique (organization_id, pipeline_id, name)
);

select tenant_table('pipeline_stages');

alter table pipeline_stages add constraint pipeline_stages_pipeline_id_fkey
  foreign key (organization_id, pipeline_id) references pipelines (organization_id, id) on delete cascade;
