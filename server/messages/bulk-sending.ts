import { findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { findContacts } from '../contacts/contacts.ts'
import { renderWith, senderOf, variableMissing } from '../templates/personalization.ts'
import type { Sender } from '../templates/personalization.ts'
import type { Contact } from '../contacts/row.ts'
import { findTemplate, refuseUnreadable } from '../templates/templates.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { destinationsOf } from './destinations.ts'
import type { Message } from './messages.ts'
import { channelDisabled, queueMessages } from './queueing.ts'
import type { Outgoing } from './queueing.ts'

export interface BulkMessage {
  contactIds: string[]
  /** With variables. */
  content?: string
  templateId?: string
  channelId?: string
}

export interface BulkAnswer {
  contactId: string
  outcome: Message | Refusal
}

/** A transaction holds the contacts that it writes to: rather fewer of them, and not for long. */
const pieceSize = 500

/**
 * The same to many contacts, filled in for each. One that is refused keeps no other from being sent. Each piece is a
 * transaction of its own, unless this joins one: then all of it is queued, or nothing.
 */
export async function sendToMany(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  input: BulkMessage,
): Promise<BulkAnswer[]> {
  const { contactIds, channelId } = input
  const template = await templateOf(db, actor, input)
  if (channelId !== undefined) {
    const channel = await findChannel(db, actor, channelId)
    if (channel.disabledAt) throw channelDisabled(channel)
  }
  const sender = await senderOf(db, actor)
  const outcomes = new Map<string, Message | Refusal>()
  // In the order of their ids, in which everybody holds contacts.
  const ids = [...new Set(contactIds)].toSorted()
  for (let start = 0; start < ids.length; start += pieceSize) {
    const piece = ids.slice(start, start + pieceSize)
    const queued = await transact(db, (trx) => sendPiece(trx, actor, tools, piece, { template, sender, channelId }))
    for (const [contactId, outcome] of queued) outcomes.set(contactId, outcome)
  }
  return inOrder(contactIds, outcomes)
}

async function templateOf(db: Database, actor: Actor, { content, templateId }: BulkMessage): Promise<string> {
  if ((content === undefined) === (templateId === undefined)) {
    throw invalid('content', 'it is required, or templateId; not both.')
  }
  if (content === undefined) return (await findTemplate(db, actor, templateId!)).template
  refuseUnreadable(content, 'content')
  return content
}

interface Mailing {
  template: string
  sender: Sender
  channelId: string | undefined
}

async function sendPiece(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  contactIds: string[],
  mailing: Mailing,
): Promise<Map<string, Message | Refusal>> {
  const contacts = new Map((await findContacts(trx, actor, contactIds)).map((contact) => [contact.id, contact]))
  const destinations = await destinationsOf(trx, actor, [...contacts.keys()], mailing.channelId)
  const outcomes = new Map<string, Message | Refusal>()
  const outgoing: Outgoing[] = []
  for (const contactId of contactIds) {
    const contact = contacts.get(contactId)
    const to = destinations.get(contactId)
    const content = contact && filledIn(contact, mailing)
    if (!contact || !to) outcomes.set(contactId, notFound('contact'))
    else if (to instanceof Refusal) outcomes.set(contactId, to)
    else if (content instanceof Refusal) outcomes.set(contactId, content)
    else outgoing.push({ to, content: content! })
  }
  const queued = await queueMessages(trx, actor, tools, outgoing, { isBulk: true })
  outgoing.forEach(({ to }, index) => outcomes.set(to.contactId, queued[index]!))
  return outcomes
}

function filledIn(contact: Contact, { template, sender }: Mailing): string | Refusal {
  const rendered = renderWith(template, contact, sender)
  if (rendered.missing.length > 0) return variableMissing(rendered)
  if (rendered.text.trim() === '') return invalid('content', 'nothing is left of it for this contact.')
  return rendered.text
}

/** Who stands in the list again is written to once. */
function inOrder(contactIds: string[], outcomes: Map<string, Message | Refusal>): BulkAnswer[] {
  const seen = new Set<string>()
  return contactIds.map((contactId) => {
    const isAgain = seen.has(contactId)
    seen.add(contactId)
    return { contactId, outcome: isAgain ? duplicate() : outcomes.get(contactId)! }
  })
}

function duplicate(): Refusal {
  return new Refusal(409, 'duplicate', 'This contact stands in the list before: it is written to once.')
}
