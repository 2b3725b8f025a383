-- With what a visitor came, in words: "Firefox on Windows".
alter table webchat_visitors add column browser text;

-- What whoever wrote it was told at once, because nobody was there.
alter table messages add column away_message text;

-- How often somebody did something in a minute, in all processes together. Nobody reads from it who it was.
create unlogged table webchat_counts (
  key_hash text not null,
  minute timestamptz not null,
  count integer not null,
  constraint webchat_counts_pkey primary key (key_hash, minute)
);
