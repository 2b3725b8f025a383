-- What a visitor agreed to, as it read at that moment.
alter table webchat_visitors add column consent_text text;
