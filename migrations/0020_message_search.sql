-- Words as they stand: 'simple' knows no language, since contacts write in any. New ones wait in a short list that every
-- search reads through: without it an insert costs three times as much, with its default length a search does.
create index messages_words on messages using gin (organization_id, to_tsvector('simple', content))
  with (gin_pending_list_limit = 512);
