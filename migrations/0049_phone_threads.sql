-- By what the provider calls it, so that whoever plays the contact can react to it.
alter table simulator_messages add column provider_message_id text;
