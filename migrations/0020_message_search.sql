-- Words as they stand: 'simple' knows no language, since contacts write in any.
create index messages_words on messages using gin (organization_id, to_tsvector('simple', content));
