import { invalid } from '../errors.ts'

/** What webhooks can be told of, with a sentence for whoever chooses. */
export const eventTypes: Record<string, string> = {
  'attachment.stored': 'A file that came with a message has been fetched and can be downloaded.',
  'channel.added': 'A channel was set up.',
  'channel.deleted': 'A channel was deleted.',
  'channel.disabled': 'A channel was switched off.',
  'channel.enabled': 'A channel was switched on.',
  'channel.recovered': 'A channel that had trouble with its provider works again.',
  'channel.rerouted': 'Who is given the new conversations of a channel was changed.',
  'channel.troubled': 'The provider of a channel refuses it: its credentials or its account need attention.',
  'channel.updated': 'A channel was changed.',
  'contact.blocked': 'A contact was blocked: nothing is sent to it any more.',
  'contact.created': 'A contact was created, by a person, an import or a message from somebody new.',
  'contact.deleted': 'A contact was deleted.',
  'contact.erased': 'Everything about a contact was erased: forget what you keep of it as well.',
  'contact.exported': 'What is known of a contact was handed out.',
  'contact.merged': 'Two contacts became one.',
  'contact.methodUnverified': 'A number or an email of a contact is no longer taken as verified.',
  'contact.methodVerified': 'A number or an email of a contact was verified.',
  'contact.optedIn': 'A contact wants to get messages again.',
  'contact.optedOut': 'A contact does not want to get messages any more.',
  'contact.reassigned': 'A contact has another owner or other assignees.',
  'contact.separated': 'One contact became two.',
  'contact.unblocked': 'A contact is no longer blocked.',
  'contact.unmerged': 'A merge of two contacts was undone.',
  'contact.unverified': 'A contact is no longer taken as verified.',
  'contact.updated': 'A contact was changed.',
  'contact.verified': 'A contact was verified.',
  'contactSections.updated': 'The fields that contacts of the organization have were changed.',
  'conversation.assigned': 'A conversation was assigned to other people.',
  'conversation.deleted': 'A conversation was deleted.',
  'conversation.merged': 'A conversation was joined to another one of the same contact.',
  'conversation.moved': 'A conversation became another contact’s.',
  'conversation.opened': 'A conversation with a contact began.',
  'conversation.parted': 'A part of a conversation became a conversation of its own.',
  'conversation.referred': 'A contact came by an advertisement or a link.',
  'conversation.reopened': 'A resolved conversation was opened again.',
  'conversation.resolved': 'A conversation was resolved.',
  'conversation.seen': 'Somebody read a conversation to its end.',
  'conversation.snoozed': 'A conversation was put off until later.',
  'conversation.tagged': 'The tags of a conversation were changed.',
  'conversation.unseen': 'A conversation was marked as not seen.',
  'conversation.unsnoozed': 'A conversation that was put off is back.',
  'csat.answered': 'A contact said how it was, from 1 to 5.',
  'csat.requested': 'A contact is asked how it was.',
  'department.added': 'A department was added.',
  'department.deleted': 'A department was deleted.',
  'department.updated': 'A department was renamed.',
  'document.added': 'A document was added to a contact.',
  'document.deleted': 'A document of a contact was deleted.',
  'duplicate.found': 'Two contacts look like the same person.',
  'duplicate.keptSeparate': 'Two contacts that look alike were said to be different people.',
  'duplicate.merged': 'Two contacts that look alike were merged.',
  'file.removed': 'A file that nothing uses any more was removed.',
  'file.thumbnailed': 'A picture has a small version to show in lists.',
  'file.uploaded': 'A file was uploaded.',
  'import.canceled': 'An import of contacts was canceled.',
  'import.checkStarted': 'The rows of an import are being checked.',
  'import.checked': 'The rows of an import have been checked.',
  'import.deleted': 'An import and its papers were deleted.',
  'import.finished': 'An import of contacts is through.',
  'import.handedOver': 'The imports of a deleted user became somebody else’s.',
  'import.started': 'An import of contacts was started.',
  'import.undoStarted': 'An import is being undone.',
  'import.undone': 'An import was undone.',
  'import.uploaded': 'A file of contacts was uploaded for an import.',
  'message.canceled': 'A message was taken back before it left.',
  'message.delivered': 'A message reached the phone or the page of the contact.',
  'message.edited': 'A contact changed what it had written.',
  'message.failed': 'A message did not reach the contact; errorCode says why.',
  'message.ignored': 'A message of a blocked contact was kept out of the inbox.',
  'message.queued': 'A message is to be sent.',
  'message.reacted': 'A contact reacted to a message; reaction is the emoji.',
  'message.read': 'The contact has seen a message.',
  'message.received': 'A contact wrote.',
  'message.refused': 'A message that was accepted in a send to many is not sent after all; errorCode says why.',
  'message.sent': 'The provider has taken a message.',
  'message.unknown': 'Whether the provider has taken a message could not be found out.',
  'message.unreacted': 'A contact took its reaction to a message back.',
  'note.added': 'A note was added, to a contact or to a conversation.',
  'note.deleted': 'A note was deleted.',
  'note.edited': 'A note on a conversation was changed.',
  'note.updated': 'A note on a contact was changed.',
  'organization.exported': 'The whole organization was packed into a file.',
  'organization.importFailed': 'What was to come from another server could not be taken in.',
  'organization.importStarted': 'An organization of another server is being taken in.',
  'organization.imported': 'What came from another server is here.',
  'organization.updated': 'The settings of the organization were changed.',
  'pipeline.created': 'A pipeline was created.',
  'pipeline.deleted': 'A pipeline that no contact was in was deleted.',
  'pipeline.madeDefault': 'New contacts come into another pipeline from now on.',
  'pipeline.updated': 'A pipeline or its stages were changed.',
  'reaction.added': 'Somebody reacted to a note.',
  'reaction.removed': 'Somebody took a reaction to a note back.',
  'scheduledMessage.added': 'A message was scheduled for later.',
  'scheduledMessage.canceled': 'A scheduled message was canceled.',
  'scheduledMessage.failed': 'A scheduled message could not be sent when its time came.',
  'scheduledMessage.sent': 'A scheduled message became a message when its time came.',
  'scheduledMessage.updated': 'A scheduled message was changed.',
  'templateCategory.added': 'A category of templates was added.',
  'templateCategory.deleted': 'A category of templates was deleted.',
  'templateCategory.updated': 'A category of templates was changed.',
  'user.added': 'A colleague was added.',
  'user.availabilityChanged': 'A colleague takes conversations, or no longer does.',
  'user.deleted': 'A colleague was deleted.',
  'user.disabled': 'A colleague was locked out.',
  'user.updated': 'A colleague was changed.',
  'visitor.dismissed': 'The sessions of a visitor of a webchat were ended by a colleague.',
  'visitor.identified': 'A visitor of a webchat is known by now: the site vouches for who it is.',
  'webhook.created': 'A webhook was created.',
  'webhook.deleted': 'A webhook was deleted.',
  'webhook.disabled': 'A webhook was switched off, by an admin or because its receiver failed for days.',
  'webhook.enabled': 'A webhook was switched on again.',
  'webhook.secretAdded': 'A webhook got another secret.',
  'webhook.updated': 'A webhook was changed.',
}

/** What never leaves, and why. */
export const unheardTypes: Record<string, string> = {
  'apiKey.deleted': 'a person’s own',
  'apiKey.regenerated': 'a person’s own',
  'conversation.followed': 'a person’s own',
  'conversation.unfollowed': 'a person’s own',
  'notification.added': 'a person’s own',
  'notification.deleted': 'a person’s own',
  'notification.seen': 'a person’s own',
  'notificationPreferences.updated': 'a person’s own',
  'organization.deleted': 'its webhooks go with it',
  'organization.founded': 'there are no webhooks yet',
  'passwordReset.added': 'a person’s own',
  'pushSubscription.added': 'a person’s own',
  'pushSubscription.removed': 'a person’s own',
  'reminder.created': 'a person’s own',
  'reminder.deleted': 'a person’s own',
  'reminder.fired': 'a person’s own',
  'reminder.handedOver': 'a person’s own',
  'session.ended': 'a person’s own',
  'template.added': 'may be a person’s own',
  'template.deleted': 'may be a person’s own',
  'template.handedOver': 'a person’s own',
  'template.updated': 'may be a person’s own',
  'twoFactor.disabled': 'a person’s own',
  'twoFactor.enabled': 'a person’s own',
  'twoFactor.updated': 'a person’s own',
  'view.changed': 'may be a person’s own',
  'view.deleted': 'may be a person’s own',
  'view.saved': 'may be a person’s own',
  'viewPins.updated': 'a person’s own',
  'webhook.tested': 'told to the webhook that is tested, and to no other',
}

const names = Object.keys(eventTypes)

/** Refuses what would never match: a subscription that hears nothing is a mistake that nobody notices. */
export function refuseUnknownTypes(types: string[]): void {
  types.forEach((type, index) => {
    if (names.some((name) => matches(type, name))) return
    throw invalid(`types.${index}`, `"${type}" is no type of event; write such as message.received or message.*.`)
  })
}

/** What streams say besides: of what is out of sight, and of oneself. */
const said = ['access.changed', 'contact.hidden', 'conversation.hidden', 'template.hidden', 'view.hidden']

/** Everything that these mean, for who reads the log or follows it, and may ask for what is told to no webhook. */
export function typesMeant(types: string[]): string[] {
  const all = [...names, ...Object.keys(unheardTypes), ...said]
  return types.flatMap((type, index) => {
    const meant = all.filter((name) => matches(type, name))
    if (meant.length > 0) return meant
    throw invalid(`types.${index}`, `"${type}" is no type of event; write such as message.received or message.*.`)
  })
}

/** Whether somebody who asked for these types, or for all by naming none, is to hear of it. */
export function isWanted(types: string[], name: string): boolean {
  return name in eventTypes && (types.length === 0 || types.some((type) => matches(type, name)))
}

function matches(type: string, name: string): boolean {
  return type === '*' || type === name || (type.endsWith('.*') && name.startsWith(type.slice(0, -1)))
}
