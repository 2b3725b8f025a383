alter table organizations add column phone_number text;

alter table organizations add column address text;

alter table organizations add column document_types jsonb not null default
  '[{"name": "Identification", "isRequired": false}, {"name": "Contract", "isRequired": false}, {"name": "Other", "isRequired": false}]';

-- Hours for which a contact is protected after its owner wrote to it; 0 protects nothing.
alter table organizations add column contact_protection_period smallint not null default 0;

alter table organizations add constraint organizations_contact_protection_period_check
  check (contact_protection_period between 0 and 720);

-- By day of the week, in the organization's time zone; null is the usual week.
alter table organizations add column business_hours jsonb;

alter table organizations add column holidays jsonb not null default '[]';

alter table organizations add column exceptional_hours jsonb not null default '[]';

alter table organizations add column allow_user_business_hours_override boolean not null default false;

create index organizations_name on organizations (lower(name), id);

alter table contacts add column owner_wrote_at timestamptz;
