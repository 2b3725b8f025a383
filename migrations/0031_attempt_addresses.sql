-- Where the call went: what is told of it later counts for this address, wherever its thread has moved to by then. Null in
-- what was tried before this was kept; empty once whoever had the address was erased.
alter table attempts add column address text;

-- When it came in from a contact that was blocked: it stands in its thread, and calls for nobody's attention.
alter table messages add column ignored_at timestamptz;

update messages m set ignored_at = m.created_at from events e
where e.organization_id = m.organization_id and e.type = 'message.ignored' and e.subject_id = m.id
  and m.direction = 'inbound';
