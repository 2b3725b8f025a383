-- As names are looked for: ångström is angstrom, jose is José, strasse is Straße. What is plain already costs a hundredth of
-- what is not. server/contacts/folding.ts is its twin.
create function folded(given text) returns text language sql immutable parallel safe return
  case when octet_length(given) = char_length(given) then given else
    replace(replace(replace(replace(translate(
      lower(regexp_replace(normalize(given, NFD), '[\u0300-\u036F]+', '', 'g')),
      'øłđðħıŧ’', 'olddhit'''), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
  end;

-- The index is made anew, over what the rows hold: none of them is written to.
drop index contacts_search_text;

create index contacts_search_text on contacts using gin (organization_id, folded(search_text) gin_trgm_ops)
  with (fastupdate = on, gin_pending_list_limit = 256);

-- Until the planner knows what is in it, it guesses.
analyze contacts;

-- Whose names sound otherwise by now than when they were compared.
insert into contacts_to_compare (organization_id, contact_id)
  select organization_id, id from contacts where search_text ~ '[øłđðħıŧßæœþ]'
  on conflict (organization_id, contact_id) do nothing;
