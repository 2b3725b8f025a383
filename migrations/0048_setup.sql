-- When somebody named the organization. Null for the one that a first start made with a password of its own, until then.
alter table organizations add column set_up_at timestamptz;

update organizations set set_up_at = created_at;

-- When a user put the list of first steps away; null shows it.
alter table users add column first_steps_dismissed_at timestamptz;

-- What is written after a slash to find a saved reply.
alter table templates add column shortcut text;
