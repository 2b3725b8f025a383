-- What happened to a contact, the newest first: of the types that server/contacts/timeline.ts shows.
create index events_timeline on events (organization_id, (coalesce(data ->> 'contactId', subject_id)), id)
  where type in (
    'contact.created', 'contact.updated', 'contact.reassigned', 'contact.merged', 'contact.unmerged', 'contact.separated',
    'contact.blocked', 'contact.unblocked', 'contact.verified', 'contact.unverified', 'contact.methodVerified',
    'contact.methodUnverified', 'contact.optedOut', 'contact.optedIn', 'contact.exported', 'conversation.opened',
    'conversation.assigned', 'conversation.resolved', 'conversation.reopened', 'conversation.snoozed',
    'conversation.unsnoozed', 'conversation.tagged', 'conversation.merged', 'conversation.moved', 'conversation.parted',
    'conversation.referred', 'csat.answered', 'note.added', 'note.deleted', 'document.added', 'document.deleted'
  );
