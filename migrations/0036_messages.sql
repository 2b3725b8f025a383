-- What was sent and of which nothing more was heard: few, where receipts come.
create index messages_sent on messages (organization_id, channel_id, id) where status = 'sent';

-- Chinese, Japanese, Korean, Thai and their neighbours put no spaces between words, or write endings to them: a text was one
-- word, of which only the beginning was found. Here each character is a word, and a word a phrase of them. Nothing else is in it.
create index messages_characters on messages
  using gin (organization_id, to_tsvector('simple', regexp_replace(content, '[\u00A0-\u00BF\u060C\u061B\u061F\u2000-\u206F\u20A0-\u20CF\u3000-\u303F\uFE00-\uFE0F\uFF01-\uFF0F\uFF1A-\uFF20]|([\u2190-\u2BFF\U0001F000-\U0001FAFF\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF66-\uFF9F\U00020000-\U0003FFFF])', ' \1 ', 'g')))
  with (gin_pending_list_limit = 512)
  where case when octet_length(content) > char_length(content) then content ~ '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u2E80-\u2FDF\u3040-\u30FF\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF66-\uFF9F\U00020000-\U0003FFFF]' else false end;
