import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { mayWrite, windowClosed } from '../channels/windows.ts'
import { contactBlocked } from '../contacts/activity.ts'
import { optedOutAmong } from '../contacts/opt-outs.ts'
import { holdCorrespondents } from '../conversations/correspondents.ts'
import type { Correspondent } from '../conversations/correspondents.ts'
import { noteMessages } from '../conversations/last-message.ts'
import { openConversations } from '../conversations/opening.ts'
import type { Conversation } from '../conversations/row.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { attachFiles, unsendable } from './files.ts'
import type { Message } from './messages.ts'
import { channelDisabled, noAddress, optedOut } from './refusals.ts'
import { addToOutbox } from './outbox.ts'
import type { Destination, Thread } from './thread.ts'

export interface Outgoing {
  /** Of the message, where it was told before it is queued. */
  id?: string
  to: Destination
  content: string
  files?: StoredFile[]
  /** Whether a person wrote it, where that is not who queues it. */
  isByHand?: boolean
  /** What whoever sends it calls it. */
  clientId?: string | undefined
  /** The message of the thread that it answers. */
  replyToId?: string | undefined
}

export interface Leaving {
  /** For so long it can still be withdrawn before anybody begins to send it. */
  holdSeconds?: number
  isBulk?: boolean
  /** When it was accepted, if that was some time ago. */
  acceptedAt?: Date
}

/** One message; what refuses it is thrown. */
export async function queueMessage(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  outgoing: Outgoing,
  leaving: Leaving = {},
): Promise<Message> {
  const [queued] = await queueMessages(trx, actor, tools, [outgoing], leaving)
  if (queued instanceof Refusal) throw queued
  return queued!
}

/**
 * The one place where everything passes that is to leave, whoever or whatever wrote it. Answers for each, in their order,
 * the message or what refuses it; of a refused one nothing is written. One to a contact at a time.
 */
export async function queueMessages(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  outgoing: Outgoing[],
  { holdSeconds = 0, isBulk = false, acceptedAt }: Leaving = {},
): Promise<Array<Message | Refusal>> {
  const { organizationId } = actor
  const said = outgoing.map((each) => ({ ...each, isByHand: each.isByHand ?? (!isBulk && isByHand(actor)) }))
  const ready = await openMissing(trx, actor, await holdAddressees(trx, organizationId, tools, said))
  const at = acceptedAt ?? new Date()
  const rows = ready.flatMap((each) => (each instanceof Refusal ? [] : [toRow(actor, tools, each, at)]))
  const addresses = new Map(
    ready.flatMap((each) => (each instanceof Refusal ? [] : [[each.conversation.id, each.address]])),
  )
  const noted = rows.map((row) => ({ ...row, address: addresses.get(row.conversationId)! }))
  const isBelated = acceptedAt !== undefined
  const welcome = await noteMessages(trx, organizationId, { direction: 'outbound', isBelated }, noted)
  const messages = await insertMessages(
    trx,
    rows.filter((row) => welcome.has(row.conversationId)),
  )
  await attachAll(trx, messages, ready)
  await addToOutbox(trx, messages, { dueAt: new Date(at.getTime() + holdSeconds * 1000), isBulk })
  await record(trx, actor, 'message.queued', messages)

  const written = new Map(messages.map((message) => [message.conversationId, message]))
  return ready.map((each) =>
    each instanceof Refusal ? each : (written.get(each.conversation.id) ?? optedOut(each.channel, each.address)),
  )
}

export interface Ready {
  id: string | undefined
  channel: Thread['channel']
  conversation: Conversation
  /** Where it would go: not where the two spoke last, if the contact's number was corrected since. */
  address: string
  content: string
  files: StoredFile[]
  isByHand: boolean
  clientId: string | undefined
  replyToId: string | undefined
}

/** A person's own doing, and not that of a program with their key. */
export function isByHand({ type, isByKey }: Actor): boolean {
  return type === 'user' && !isByKey
}

/** What would be queued, if it were to leave now, and with it everything that may refuse it. */
export async function prepareMessage(trx: Trx, actor: Actor, tools: ChannelTools, outgoing: Outgoing): Promise<Ready> {
  const { organizationId } = actor
  const said = { ...outgoing, isByHand: outgoing.isByHand ?? isByHand(actor) }
  const held = await holdAddressees(trx, organizationId, tools, [said])
  const [ready] = await openMissing(trx, actor, await refuseOptedOut(trx, organizationId, held))
  if (ready instanceof Refusal) throw ready
  return ready!
}

/**
 * While the contacts and their conversations are held, an opt-out or a block that comes in meanwhile is either seen by the
 * statements after this one or sees the message.
 */
async function holdAddressees(
  trx: Trx,
  organizationId: string,
  tools: ChannelTools,
  outgoing: Outgoing[],
): Promise<Array<Addressed | Refusal>> {
  const contactIds = outgoing.map(({ to }) => to.contactId)
  const conversationIds = outgoing.flatMap(({ to }) => to.conversation?.id ?? [])
  const { contacts, conversations } = await holdCorrespondents(trx, organizationId, contactIds, conversationIds)
  return outgoing.map((each) => {
    const { contactId, conversation } = each.to
    return withAddress(tools, each, contacts.get(contactId), conversation && conversations.get(conversation.id))
  })
}

type Addressed = Outgoing & { contact: Correspondent; conversation: Conversation | undefined; address: string }

type Reached = Pick<Correspondent, 'phoneNumber' | 'blockedAt'>

/**
 * What would refuse each of them, in their order, if their contacts were still as they were just read. Nobody is held for that:
 * it is judged again when they are queued.
 */
export async function refusalsOf(
  trx: Trx,
  { organizationId }: Actor,
  tools: ChannelTools,
  outgoing: Array<Outgoing & { contact: Reached }>,
): Promise<Array<Refusal | undefined>> {
  const addresses = outgoing.map((each) => addressFor(tools, each, each.contact, each.to.conversation))
  const asked = outgoing.flatMap(({ to: { channel } }, index) => {
    const address = addresses[index]!
    return address instanceof Refusal ? [] : [{ channelType: channel.type, address }]
  })
  const unwelcome = new Set((await optedOutAmong(trx, organizationId, asked)).map(keyOf))
  return outgoing.map(({ to: { channel } }, index) => {
    const address = addresses[index]!
    if (address instanceof Refusal) return address
    return unwelcome.has(keyOf({ channelType: channel.type, address })) ? optedOut(channel, address) : undefined
  })
}

function withAddress(
  tools: ChannelTools,
  outgoing: Outgoing,
  contact: Correspondent | undefined,
  conversation: Conversation | undefined,
): Addressed | Refusal {
  const address = addressFor(tools, outgoing, contact, conversation)
  return address instanceof Refusal ? address : { ...outgoing, contact: contact!, conversation, address }
}

function addressFor(
  tools: ChannelTools,
  { to, content, files = [], isByHand: isHuman = false }: Outgoing,
  contact: Reached | undefined,
  conversation: Destination['conversation'],
): string | Refusal {
  const connector = connectorOf(tools, to.channel)
  const { maxLength } = connector
  if (content.length > maxLength) {
    return invalid('content', `it may have ${maxLength} characters on this channel, not ${content.length}.`)
  }
  const uncarried = unsendable(connector, files, content)
  if (uncarried) return uncarried
  if (to.channel.disabledAt) return channelDisabled(to.channel)
  if (to.conversation && !conversation) return notFound('conversation')
  if (!contact) return notFound('contact')
  if (contact.blockedAt) return contactBlocked()
  // A number that was corrected since the two spoke last is the one to write to.
  const address = to.channel.type === 'sms' ? contact.phoneNumber : conversation?.channelIdentifier
  if (!address) return noAddress(to.channel)
  const isOpen = !conversation || mayWrite(conversation, { isByHand: isHuman, now: new Date() }) !== 'no'
  return isOpen ? address : new Refusal(409, windowClosed.code, windowClosed.message)
}

async function refuseOptedOut(
  trx: Trx,
  organizationId: string,
  addressed: Array<Addressed | Refusal>,
): Promise<Array<Addressed | Refusal>> {
  const addresses = addressed.flatMap((each) => (each instanceof Refusal ? [] : [addressOf(each)]))
  const unwelcome = new Set((await optedOutAmong(trx, organizationId, addresses)).map(keyOf))
  return addressed.map((each) => {
    if (each instanceof Refusal || !unwelcome.has(keyOf(addressOf(each)))) return each
    return optedOut(each.to.channel, each.address)
  })
}

/** Nobody who is not to be written to gets a conversation. */
async function openMissing(
  trx: Trx,
  actor: Actor,
  addressed: Array<Addressed | Refusal>,
): Promise<Array<Ready | Refusal>> {
  const isMissing = (each: Addressed | Refusal) => isAddressed(each) && !each.conversation
  const judged = await refuseOptedOut(trx, actor.organizationId, addressed.filter(isMissing))
  const missing = judged.filter(isAddressed)
  const opened = new Map<string, Conversation>()
  for (const group of Map.groupBy(missing, ({ to }) => to.channel.id).values()) {
    const people = group.map(({ contact, address }) => ({ ...contact, address }))
    for (const each of await openConversations(trx, actor, group[0]!.to.channel, people)) {
      opened.set(each.contactId, each)
    }
  }
  return addressed.map((each) => {
    const one = isMissing(each) ? judged.shift()! : each
    return one instanceof Refusal ? one : toReady(one, one.conversation ?? opened.get(one.contact.id)!)
  })
}

function isAddressed(each: Addressed | Refusal): each is Addressed {
  return !(each instanceof Refusal)
}

function toReady(
  { id, to, address, content, files = [], isByHand: isHuman = false, clientId, replyToId }: Addressed,
  conversation: Conversation,
): Ready {
  return { id, channel: to.channel, conversation, address, content, files, isByHand: isHuman, clientId, replyToId }
}

function addressOf({ to, address }: Addressed) {
  return { channelType: to.channel.type, address }
}

function keyOf({ channelType, address }: { channelType: string; address: string }): string {
  return `${channelType} ${address}`
}

function toRow(
  actor: Actor,
  tools: ChannelTools,
  { id, channel, conversation, content, files, isByHand: isHuman, clientId, replyToId }: Ready,
  at: Date,
) {
  return {
    organizationId: actor.organizationId,
    id: id ?? newId(at),
    conversationId: conversation.id,
    contactId: conversation.contactId,
    channelId: channel.id,
    channelType: channel.type,
    direction: 'outbound' as const,
    content,
    status: 'queued' as const,
    sentById: actor.userId,
    isAiGenerated: actor.type === 'autopilot',
    isByHand: isHuman,
    hasAttachments: files.length > 0,
    segments: connectorOf(tools, channel).countSegments(content, files.length),
    clientId: clientId ?? null,
    replyToId: replyToId ?? null,
    createdAt: at,
    updatedAt: at,
  }
}

async function insertMessages(trx: Trx, rows: Array<ReturnType<typeof toRow>>): Promise<Message[]> {
  if (rows.length === 0) return []
  return trx.insertInto('messages').values(rows).returningAll().execute()
}

async function attachAll(trx: Trx, messages: Message[], ready: Array<Ready | Refusal>): Promise<void> {
  const files = new Map(
    ready.flatMap((each) => (each instanceof Refusal ? [] : [[each.conversation.id, each.files] as const])),
  )
  const attached = messages.map((message) => ({ message, files: files.get(message.conversationId) ?? [] }))
  await attachFiles(trx, attached)
}
