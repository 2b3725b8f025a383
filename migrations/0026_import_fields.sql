-- Every contact that is made, and every message that moves one, would go down the tree once for each of some forty trigrams: nine
-- tenths of what the whole row costs. So they are put aside and go in some two hundred rows at a time; a search reads at most 32
-- pages besides.
alter index contacts_search_text set (fastupdate = on, gin_pending_list_limit = 256);

-- For finding a contact by a part of a number that it kept from a merge.
create index contact_numbers_search on contact_numbers using gin (organization_id, phone_number gin_trgm_ops)
  with (fastupdate = off);
