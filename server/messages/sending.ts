import { connectorOf, defaultChannel, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { contactBlocked, noteActivity } from '../contacts/activity.ts'
import { findContact } from '../contacts/contacts.ts'
import { noteMessage } from '../conversations/last-message.ts'
import { moveTo, openConversation } from '../conversations/opening.ts'
import type { Conversation } from '../conversations/row.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { attachFiles, findFilesToSend, refuseUnsendable } from './files.ts'
import type { Message } from './messages.ts'
import { addToOutbox } from './outbox.ts'
import { findThread, latestThreadOf } from './thread.ts'
import type { Thread } from './thread.ts'

export interface NewMessage {
  contactId?: string
  conversationId?: string
  channelId?: string
  content: string
  /** Keys of files, or addresses of ours that lead to them. */
  attachments?: string[]
}

/** Writes the message down for sending; it leaves when a worker takes it from the outbox. */
export function sendMessage(db: Database, actor: Actor, tools: ChannelTools, input: NewMessage): Promise<Message> {
  return transact(db, async (trx) => {
    const files = await findFilesToSend(trx, actor, tools.links, input.attachments ?? [])
    return queueMessage(trx, actor, tools, await whereTo(trx, actor, input), input.content, files)
  })
}

/** The one place where everything passes that is to leave, whoever or whatever wrote it. */
async function queueMessage(
  trx: Trx,
  actor: Actor,
  tools: ChannelTools,
  { channel, conversation }: Thread,
  content: string,
  files: StoredFile[],
): Promise<Message> {
  const connector = connectorOf(tools, channel)
  if (content.trim() === '' && files.length === 0) throw invalid('content', 'it is required where nothing is attached.')
  if (content.length > connector.maxLength) {
    throw invalid('content', `it may have ${connector.maxLength} characters on this channel, not ${content.length}.`)
  }
  refuseUnsendable(connector, files)
  refuseDisabled(channel)

  const at = new Date()
  const message = await trx
    .insertInto('messages')
    .values({
      organizationId: actor.organizationId,
      id: newId(at),
      conversationId: conversation.id,
      contactId: conversation.contactId,
      channelId: channel.id,
      channelType: channel.type,
      direction: 'outbound',
      content,
      status: 'queued',
      sentById: actor.userId,
      isAiGenerated: actor.type === 'autopilot',
      hasAttachments: files.length > 0,
      segments: connector.countSegments(content, files.length),
      createdAt: at,
      updatedAt: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw violates(error, 'messages_conversation_id_fkey') ? notFound('conversation') : error
    })
  await attachFiles(trx, message, files)
  await addToOutbox(trx, message, at)
  await noteQueued(trx, conversation, message)
  await record(trx, actor, 'message.queued', message)
  return message
}

/**
 * The contact before its conversation, as who receives from it holds them: in the other order each could wait for the other.
 * And while they are held, an opt-out or a block that comes in meanwhile is either seen here or sees the message.
 */
async function noteQueued(trx: Trx, conversation: Conversation, message: Message): Promise<void> {
  const { organizationId, id, content, sentById, createdAt: at } = message
  const activity = { id, channelType: conversation.channelType, direction: 'outbound', at, sentById } as const
  const contact = await noteActivity(trx, organizationId, conversation.contactId, activity)
  if (!contact) throw contactBlocked()
  const addressed = await followNumber(trx, conversation, contact.phoneNumber)
  const isNoted = await noteMessage(trx, organizationId, conversation.id, { id, content, direction: 'outbound', at })
  if (!isNoted) throw optedOut(addressed)
}

export function refuseDisabled(channel: Thread['channel']): void {
  if (!channel.disabledAt) return
  throw new Refusal(409, 'channel_disabled', `The channel ${channel.name} is disabled: enable it, or use another.`)
}

/** A number that was corrected since the two spoke last is the one to write to. */
export async function followNumber(
  trx: Trx,
  conversation: Conversation,
  phoneNumber: string | null,
): Promise<Conversation> {
  if (conversation.channelType !== 'sms') return conversation
  if (phoneNumber === null) throw noAddress()
  return moveTo(trx, conversation, phoneNumber)
}

export function optedOut({ channelType, channelIdentifier: address }: Conversation): Refusal {
  const message = `${address} does not want messages by ${channelType}; only the contact can lift that, by START.`
  return new Refusal(422, 'opted_out', message)
}

async function whereTo(trx: Trx, actor: Actor, input: NewMessage): Promise<Thread> {
  const { contactId, conversationId, channelId } = input
  if (conversationId) return threadAsAsked(await findThread(trx, actor, conversationId), input)
  if (!contactId) throw invalid('contactId', 'it is required, or conversationId.')

  const contact = await findContact(trx, actor, contactId)
  const latest = channelId ? undefined : await latestThreadOf(trx, actor, contactId)
  if (latest) return latest
  const channel = channelId
    ? await findChannel(trx, actor, channelId)
    : await defaultChannel(trx, actor.organizationId, 'sms')
  if (!channel) throw new Refusal(409, 'no_channel', 'There is no channel to send through: add one first.')
  if (!contact.phoneNumber) throw noAddress()
  return { channel, conversation: await openConversation(trx, actor, channel, contact, contact.phoneNumber) }
}

function threadAsAsked(thread: Thread, { contactId, channelId }: NewMessage): Thread {
  const { conversation } = thread
  if (contactId && conversation.contactId !== contactId)
    throw invalid('contactId', 'the conversation is with another contact.')
  if (channelId && conversation.channelId !== channelId)
    throw invalid('channelId', 'the conversation is on another channel.')
  return thread
}

function noAddress(): Refusal {
  return new Refusal(422, 'no_address', 'This contact has no phone number.')
}
