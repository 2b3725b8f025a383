import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { contactBlocked } from '../contacts/activity.ts'
import { holdCorrespondents, noteActivities } from '../contacts/correspondents.ts'
import type { Correspondent } from '../contacts/correspondents.ts'
import { optedOutAmong } from '../contacts/opt-outs.ts'
import { noteMessages } from '../conversations/last-message.ts'
import { holdConversations, moveTo, openConversations } from '../conversations/opening.ts'
import type { Conversation } from '../conversations/row.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { attachFiles } from './files.ts'
import type { Message } from './messages.ts'
import { addToOutbox } from './outbox.ts'
import type { Destination, Thread } from './thread.ts'

export interface Outgoing {
  to: Destination
  content: string
  files?: StoredFile[]
}

export interface Leaving {
  /** For so long it can still be withdrawn before anybody begins to send it. */
  holdSeconds?: number
  isBulk?: boolean
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
  { holdSeconds = 0, isBulk = false }: Leaving = {},
): Promise<Array<Message | Refusal>> {
  const ready = await prepareMessages(trx, actor, tools, outgoing)
  const at = new Date()
  const rows = ready.flatMap((each) => (each instanceof Refusal ? [] : [toRow(actor, tools, each, at)]))
  const welcome = await noteMessages(trx, actor.organizationId, 'outbound', rows)
  const messages = await insertMessages(
    trx,
    rows.filter((row) => welcome.has(row.conversationId)),
  )
  await attachAll(trx, messages, ready)
  await addToOutbox(trx, messages, { dueAt: new Date(at.getTime() + holdSeconds * 1000), isBulk })
  await noteActivities(trx, actor.organizationId, messages)
  await record(trx, actor, 'message.queued', messages)

  const written = new Map(messages.map((message) => [message.conversationId, message]))
  return ready.map((each) =>
    each instanceof Refusal ? each : (written.get(each.conversation.id) ?? optedOut(each.conversation)),
  )
}

export interface Ready {
  channel: Thread['channel']
  conversation: Conversation
  content: string
  files: StoredFile[]
}

/**
 * Holds the contacts and then their conversations, as who receives from them holds them: in the other order each could wait
 * for the other. And while they are held, an opt-out or a block that comes in meanwhile is either seen here or
 * sees the message.
 */
export async function prepareMessages(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  outgoing: Outgoing[],
): Promise<Array<Ready | Refusal>> {
  const { organizationId } = actor
  const contacts = await holdCorrespondents(
    trx,
    organizationId,
    outgoing.map(({ to }) => to.contactId),
  )
  const conversations = await holdConversations(
    trx,
    organizationId,
    outgoing.flatMap(({ to }) => to.conversation?.id ?? []),
  )
  const addressed = outgoing.map((each) => {
    const { contactId, conversation } = each.to
    return withAddress(tools, each, contacts.get(contactId), conversation && conversations.get(conversation.id))
  })
  return openMissing(trx, actor, await refuseOptedOut(trx, organizationId, addressed))
}

type Addressed = Outgoing & { contact: Correspondent; conversation: Conversation | undefined; address: string }

function withAddress(
  tools: ChannelTools,
  { to, content, files = [] }: Outgoing,
  contact: Correspondent | undefined,
  conversation: Conversation | undefined,
): Addressed | Refusal {
  const { maxLength } = connectorOf(tools, to.channel)
  if (content.length > maxLength) {
    return invalid('content', `it may have ${maxLength} characters on this channel, not ${content.length}.`)
  }
  if (to.channel.disabledAt) return channelDisabled(to.channel)
  if (to.conversation && !conversation) return notFound('conversation')
  if (!contact) return notFound('contact')
  if (contact.blockedAt) return contactBlocked()
  // A number that was corrected since the two spoke last is the one to write to.
  const address = to.channel.type === 'sms' ? contact.phoneNumber : conversation?.channelIdentifier
  return address ? { to, content, files, contact, conversation, address } : noAddress()
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
    return optedOut({ channelType: each.to.channel.type, channelIdentifier: each.address })
  })
}

async function openMissing(
  trx: Trx,
  actor: Actor,
  addressed: Array<Addressed | Refusal>,
): Promise<Array<Ready | Refusal>> {
  const missing = addressed.filter((each) => !(each instanceof Refusal) && !each.conversation) as Addressed[]
  const opened = new Map<string, Conversation>()
  for (const group of Map.groupBy(missing, ({ to }) => to.channel.id).values()) {
    const people = group.map(({ contact, address }) => ({ ...contact, address }))
    for (const each of await openConversations(trx, actor, group[0]!.to.channel, people)) {
      opened.set(each.contactId, each)
    }
  }
  const ready: Array<Ready | Refusal> = []
  for (const each of addressed) {
    if (each instanceof Refusal) ready.push(each)
    else {
      const conversation = each.conversation ?? opened.get(each.contact.id)!
      const { to, content, files = [], address } = each
      ready.push({ channel: to.channel, content, files, conversation: await moveTo(trx, conversation, address) })
    }
  }
  return ready
}

function addressOf({ to, address }: Addressed) {
  return { channelType: to.channel.type, address }
}

function keyOf({ channelType, address }: { channelType: string; address: string }): string {
  return `${channelType} ${address}`
}

function toRow(actor: Actor, tools: ChannelTools, { channel, conversation, content, files }: Ready, at: Date) {
  return {
    organizationId: actor.organizationId,
    id: newId(at),
    conversationId: conversation.id,
    contactId: conversation.contactId,
    channelId: channel.id,
    channelType: channel.type,
    direction: 'outbound' as const,
    content,
    status: 'queued' as const,
    sentById: actor.userId,
    isAiGenerated: actor.type === 'autopilot',
    hasAttachments: files.length > 0,
    segments: connectorOf(tools, channel).countSegments(content, files.length),
    createdAt: at,
    updatedAt: at,
  }
}

async function insertMessages(trx: Trx, rows: Array<ReturnType<typeof toRow>>): Promise<Message[]> {
  if (rows.length === 0) return []
  return trx.insertInto('messages').values(rows).returningAll().execute()
}

async function attachAll(trx: Trx, messages: Message[], ready: Array<Ready | Refusal>): Promise<void> {
  for (const each of ready) {
    if (each instanceof Refusal || each.files.length === 0) continue
    const message = messages.find(({ conversationId }) => conversationId === each.conversation.id)
    if (message) await attachFiles(trx, message, each.files)
  }
}

export function channelDisabled(channel: Thread['channel']): Refusal {
  return new Refusal(409, 'channel_disabled', `The channel ${channel.name} is disabled: enable it, or use another.`)
}

function optedOut({
  channelType,
  channelIdentifier: address,
}: Pick<Conversation, 'channelType' | 'channelIdentifier'>): Refusal {
  const message = `${address} does not want messages by ${channelType}; only the contact can lift that, by START.`
  return new Refusal(422, 'opted_out', message)
}

function noAddress(): Refusal {
  return new Refusal(422, 'no_address', 'This contact has no phone number.')
}
