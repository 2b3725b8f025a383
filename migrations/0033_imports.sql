-- Rows that were taken but for a value that could not be read, and the statuses that nobody in the organization had before.
alter table imports add column warned_count integer not null default 0, add column new_statuses text[] not null default '{}';

create index import_results_warned on import_results (organization_id, import_id, number)
  where outcome <> 'skipped' and code is not null;
