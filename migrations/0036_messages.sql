-- What was sent and of which nothing more was heard: few, where receipts come.
create index messages_sent on messages (organization_id, channel_id, id) where status = 'sent';
