import { connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { findAddressees } from '../contacts/contacts.ts'
import type { Contact } from '../contacts/row.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { renderWith, senderOf, variableMissing } from '../templates/personalization.ts'
import type { Named, Sender } from '../templates/personalization.ts'
import { findTemplate, refuseUnreadable } from '../templates/templates.ts'
import { destinationsOf } from './destinations.ts'
import { findFilesToSend, refuseUnsendable } from './files.ts'
import { queueMessages, refusalsOf } from './queueing.ts'
import type { Outgoing } from './queueing.ts'
import { channelDisabled } from './refusals.ts'

/** A transaction holds the contacts that it writes to: rather fewer of them, and not for long. */
export const pieceSize = 500

export interface BulkMessage {
  contactIds: string[]
  /** With variables. */
  content?: string
  templateId?: string
  channelId?: string
  /** Keys of files, or addresses of ours that lead to them: each message takes them all along. */
  attachments?: string[]
}

/** What is written to many. */
export interface Mailing {
  template: string
  sender: Sender
  channelId: string | undefined
  files: StoredFile[]
}

export interface Recipient {
  contactId: string
  /** Of the message that it gets. */
  messageId: string
}

/** A message that is queued, or will be: where there is no conversation yet, it is opened then. */
export interface Outcome {
  id: string
  conversationId: string | null
}

/** As it was asked for; what no contact could be sent is refused as a whole. */
export async function mailingOf(trx: Trx, actor: Actor, tools: ChannelTools, input: BulkMessage): Promise<Mailing> {
  const { channelId, attachments = [] } = input
  const template = await templateOf(trx, actor, input)
  const files = await findFilesToSend(trx, actor, tools.links, attachments)
  if (channelId !== undefined) {
    const channel = await findChannel(trx, actor, channelId)
    if (channel.disabledAt) throw channelDisabled(channel)
    refuseUnsendable(connectorOf(tools, channel), files)
  }
  return { template, sender: await senderOf(trx, actor), channelId, files }
}

async function templateOf(
  db: Database,
  actor: Actor,
  { content, templateId, attachments = [] }: BulkMessage,
): Promise<string> {
  if (content !== undefined && templateId !== undefined) {
    throw invalid('content', 'it is required, or templateId; not both.')
  }
  if (templateId !== undefined) return (await findTemplate(db, actor, templateId)).template
  if (attachments.length === 0 && !content?.trim()) {
    throw invalid('content', 'it is required where nothing is attached, or templateId.')
  }
  refuseUnreadable(content ?? '', 'content')
  return content ?? ''
}

/** Answers of each contact the message that is queued for it, or why there is none. */
export async function sendPiece(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  recipients: Recipient[],
  mailing: Mailing,
  acceptedAt: Date,
): Promise<Map<string, Outcome | Refusal>> {
  const { outcomes, outgoing } = await address(trx, actor, recipients, mailing)
  const queued = await queueMessages(trx, actor, tools, outgoing, { isBulk: true, acceptedAt })
  outgoing.forEach(({ to }, index) => outcomes.set(to.contactId, queued[index]!))
  return outcomes
}

/** The same, if it were to be queued at this moment. */
export async function judge(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  recipients: Recipient[],
  mailing: Mailing,
): Promise<Map<string, Outcome | Refusal>> {
  const { outcomes, outgoing } = await address(trx, actor, recipients, mailing)
  const refusals = await refusalsOf(trx, actor, tools, outgoing)
  outgoing.forEach(({ id, to }, index) => {
    outcomes.set(to.contactId, refusals[index] ?? { id, conversationId: to.conversation?.id ?? null })
  })
  return outcomes
}

type Addressed = Outgoing & { id: string; contact: Named & Pick<Contact, 'blockedAt'> }

async function address(
  trx: Trx,
  actor: Actor,
  recipients: Recipient[],
  mailing: Mailing,
): Promise<{ outcomes: Map<string, Outcome | Refusal>; outgoing: Addressed[] }> {
  const ids = recipients.map(({ contactId }) => contactId)
  const contacts = new Map((await findAddressees(trx, actor, ids)).map((contact) => [contact.id, contact]))
  const destinations = await destinationsOf(trx, actor, [...contacts.keys()], mailing.channelId)
  const outcomes = new Map<string, Outcome | Refusal>()
  const outgoing: Addressed[] = []
  for (const { contactId, messageId: id } of recipients) {
    const contact = contacts.get(contactId)
    const to = destinations.get(contactId)
    const content = contact && filledIn(contact, mailing)
    if (!contact || !to || content === undefined) outcomes.set(contactId, notFound('contact'))
    else if (to instanceof Refusal) outcomes.set(contactId, to)
    else if (content instanceof Refusal) outcomes.set(contactId, content)
    else outgoing.push({ id, to, content, files: mailing.files, contact })
  }
  return { outcomes, outgoing }
}

function filledIn(contact: Named, { template, sender, files }: Mailing): string | Refusal {
  const rendered = renderWith(template, contact, sender)
  if (rendered.missing.length > 0) return variableMissing(rendered)
  if (rendered.text.trim() === '' && files.length === 0)
    return invalid('content', 'nothing is left of it for this contact.')
  return rendered.text
}
