import { contacts, settings } from './tables/contacts.ts'
import { conversations, messages } from './tables/conversations.ts'
import { people } from './tables/people.ts'
import { section } from './tables/section.ts'
import type { Section } from './tables/section.ts'

/** The organization's own row: it is there already where it arrives, with a name of its own. */
export const organizationSection: Section = section(
  'organizations',
  {
    phoneNumber: 'text?',
    address: 'text?',
    country: 'text',
    timeZone: 'text',
    documentTypes: 'list',
    contactProtectionPeriod: 'integer',
    businessHours: 'object?',
    holidays: 'list',
    exceptionalHours: 'list',
    allowUserBusinessHoursOverride: 'boolean',
  },
  { left: { setUpAt: 'whether this server has been set up says nothing of another one' } },
)

/** What is taken along, in the order of the file: whatever a row leads to stands before it. */
export const sections: Section[] = [
  organizationSection,
  ...people,
  ...settings,
  ...contacts,
  ...conversations,
  ...messages,
]

/** What is made again on arrival from what was taken along. */
export const rebuilt: Record<string, { key: string[]; how: string }> = {
  channel_pacing: { key: ['channelId'], how: 'every channel may send at once' },
  contact_counts: { key: ['slot'], how: 'counted' },
  contact_keys: { key: ['contactId', 'key'], how: 'made when duplicates are looked for next' },
  contact_tallies: { key: ['status', 'userId', 'pipelineId', 'slot'], how: 'counted' },
  contacts_to_compare: { key: ['contactId'], how: 'all contacts are compared anew' },
  conversation_tallies: { key: ['id'], how: 'counted' },
  conversation_tally_changes: { key: ['id'], how: 'what was counted, until it is added up' },
  event_positions: { key: [], how: 'positions are given where the log is first read' },
}

/** What never leaves the server. */
export const staying: Record<string, { key: string[]; why: string }> = {
  api_keys: { key: ['userId'], why: 'a secret' },
  authenticators: { key: ['userId'], why: 'a secret: who had a second factor sets it up anew' },
  bulk_send_files: { key: ['holderId', 'fileId'], why: 'of what is being sent to many at this moment' },
  bulk_sends: { key: ['id'], why: 'what leaves from here must not leave from there as well' },
  drafts: { key: ['conversationId', 'userId'], why: 'half sentences, forgotten after some months' },
  erased_subjects: { key: ['erasureId', 'subjectId'], why: 'nothing leaves while somebody is being erased' },
  erasures: { key: ['id'], why: 'how an erasing went; that it was done stands in the audit log, which is taken along' },
  event_cursors: { key: ['subscriber'], why: 'what subscribers have heard on this server' },
  idempotency_keys: { key: ['actorId', 'key'], why: 'answers of this server, of one day' },
  import_pieces: { key: ['importId', 'piece'], why: 'the papers of imports, forgotten after some weeks' },
  import_results: { key: ['importId', 'number'], why: 'the papers of imports, forgotten after some weeks' },
  imports: { key: ['id'], why: 'the papers of imports, forgotten after some weeks; their contacts are taken along' },
  known_addresses: { key: ['userId', 'address'], why: 'from where people logged in to this server' },
  mails: { key: ['id'], why: 'what this server sent, with links into it' },
  organization_imports: { key: ['id'], why: 'how the organization itself came to this server' },
  outbox: { key: ['messageId'], why: 'what leaves from here must not leave from there as well' },
  password_resets: { key: ['id'], why: 'a secret' },
  push_subscriptions: { key: ['id'], why: 'of browsers, which know the server they subscribed to' },
  pushes: { key: ['id'], why: 'what leaves from here must not leave from there as well' },
  recovery_codes: { key: ['userId', 'hash'], why: 'a secret' },
  report_rebuilds: { key: [], why: 'what this server has still to count' },
  sessions: { key: ['id'], why: 'a secret' },
  simulator_messages: { key: ['id'], why: 'what simulated phones were sent: the provider’s, not the organization’s' },
  webhook_attempts: { key: ['id'], why: 'calls of this server, forgotten after some weeks' },
  webhook_deliveries: { key: ['id'], why: 'what this server told, forgotten after some weeks' },
  webhook_queues: { key: ['webhookId'], why: 'what this server is to tell' },
  webhook_secrets: { key: ['id'], why: 'a secret: a webhook gets another one when it is switched on' },
  unmatched_receipts: { key: ['id'], why: 'about calls of this server, forgotten after a week' },
}

/** Belong to all organizations together; with what becomes of the rows that lead to this one. */
export const global: Record<string, string> = {
  channel_routes: 'taken when a channel is given its credentials and enabled',
  logins: 'made for those whose email nobody logs in with yet',
  login_failures: 'about emails, whosever they are',
  organizations: 'taken along, but for the name, and when it was founded',
  push_keys: 'what push services know this server by',
  registrations: 'about emails, whosever they are',
  reset_requests: 'about emails, whosever they are',
  webchat_counts: 'about what visitors do in a minute',
  webchat_sessions: 'secrets: who was there before begins anew',
}
