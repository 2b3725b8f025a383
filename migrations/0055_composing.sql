-- The message that it answers, from when it is written until it leaves.
alter table scheduled_messages add column reply_to_id text;

-- What the provider calls the message that is quoted on the phone.
alter table simulator_messages add column reply_to text;

-- Why a person noted it, and who that was.
alter table opt_outs add column reason text;

alter table opt_outs add column noted_by_id text;

-- What is done besides once a saved reply was sent; null where nothing is.
alter table templates add column actions jsonb;

-- Two saved replies of the same people went by one shortcut: the later ones get the end of their ids.
update templates set shortcut = left(templates.shortcut, 16) || '-' || right(templates.id, 6)
from (
  select organization_id, id, row_number() over (
    partition by organization_id, coalesce(user_id, ''), shortcut order by id
  ) as place
  from templates where shortcut is not null
) as numbered
where numbered.organization_id = templates.organization_id and numbered.id = templates.id and numbered.place > 1;

create unique index templates_shared_shortcut_key on templates (organization_id, shortcut)
  where user_id is null and shortcut is not null;

create unique index templates_own_shortcut_key on templates (organization_id, user_id, shortcut)
  where user_id is not null and shortcut is not null;
