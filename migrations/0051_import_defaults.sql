-- What new contacts get besides what their rows say, and the cell for which a row is named.
alter table imports add column contact_status text, add column contact_tags text[] not null default '{}';

alter table import_results add column cell_column integer, add column cell_value text;
