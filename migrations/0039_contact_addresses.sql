-- Where a contact writes from on channels that know no phone numbers: a person of a page, a visitor of a webchat.
create table contact_addresses (
  organization_id text not null,
  id text not null,
  channel_id text not null,
  address text not null,
  contact_id text not null,
  created_at timestamptz not null,
  constraint contact_addresses_pkey primary key (organization_id, id),
  constraint contact_addresses_address_key unique (organization_id, channel_id, address),
  constraint contact_addresses_address_check check (length(address) between 1 and 200)
);

create index contact_addresses_contact_id on contact_addresses (organization_id, contact_id);

select tenant_table('contact_addresses');

alter table contact_addresses add constraint contact_addresses_channel_id_fkey
  foreign key (organization_id, channel_id) references channels (organization_id, id);

alter table contact_addresses add constraint contact_addresses_contact_id_fkey
  foreign key (organization_id, contact_id) references contacts (organization_id, id) on delete cascade;
