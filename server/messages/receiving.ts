import type { Channel } from '../channels/channels.ts'
import type { Inbound } from '../channels/connector.ts'
import { holdContactOf, keepAddress } from '../contacts/addresses.ts'
import { findContact, insertContact } from '../contacts/contacts.ts'
import { restoreOptOuts } from '../contacts/erased-opt-outs.ts'
import { holdContactAt } from '../contacts/numbers.ts'
import { liftRefusal, optIn, optOut } from '../contacts/opt-outs.ts'
import { noteMessages } from '../conversations/last-message.ts'
import { holdConversation, openConversation } from '../conversations/opening.ts'
import { resume } from '../conversations/resumption.ts'
import type { Conversation } from '../conversations/row.ts'
import { systemActor } from '../identity/actor.ts'
import type { StoredFile } from '../files/files.ts'
import type { Actor } from '../identity/actor.ts'
import { countryOf } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { toAddress } from '../platform/phone-numbers.ts'
import { enqueue } from '../platform/jobs.ts'
import { keepAttachments } from './attachments.ts'
import { attachFiles } from './files.ts'
import { withdrawOptedOut } from './cancellation.ts'
import { keywordOf } from './keywords.ts'
import type { Message } from './messages.ts'
import type { ReadProfile } from './profiles.ts'
import { idOfAnswered } from './provider-ids.ts'
import { holdProviderIds } from './receipts.ts'

/**
 * Takes in a verified message of a contact: once, however often the provider sends it. Contact and conversation are found
 * or made with it, or nothing is. Answers undefined for a repetition. What a blocked contact writes stands in its thread and
 * nowhere else. `files` came before it, and lie in the storage.
 */
export function receive(
  db: Database,
  channel: Channel,
  inbound: Inbound,
  files: StoredFile[] = [],
): Promise<Message | undefined> {
  return transact(db, async (trx) => {
    const actor = systemActor(channel.organizationId)
    const held = await threadWith(trx, actor, channel, inbound)
    const message = held && (await insertInbound(trx, channel, held, inbound, files.length > 0))
    if (!message) return undefined

    const { conversation, isBlocked } = held
    const said = { ...message, address: conversation.channelIdentifier }
    await noteMessages(trx, actor.organizationId, { direction: 'inbound', isQuiet: isBlocked }, [said])
    if (!isBlocked) await resume(trx, actor, conversation)
    await keepAttachments(trx, message, inbound.attachments)
    await attachFiles(trx, [{ message, files }])
    // Of another name, so that nobody who answers, counts or tells of what is received does so for a blocked contact.
    await record(trx, actor, isBlocked ? 'message.ignored' : 'message.received', message)
    await obeyKeyword(trx, actor, conversation, inbound)
    return message
  })
}

/** Who it is with, and what the provider calls what was said. */
type Wrote = Pick<Inbound, 'from' | 'providerMessageId' | 'sender'>

export interface Held {
  conversation: Conversation
  isBlocked: boolean
}

/** The thread with whoever wrote; with it, contact and thread are made. Undefined where that would be for a repetition. */
export async function threadWith(trx: Trx, actor: Actor, channel: Channel, inbound: Wrote): Promise<Held | undefined> {
  const address = await addressOfSender(trx, channel, inbound.from)
  const open = await holdConversation(trx, channel, address)
  if (open) return { ...open, conversation: { ...open.conversation, channelIdentifier: address } }
  if (await wasReceived(trx, channel, inbound)) return undefined
  const contact = await findContact(trx, actor, await contactAt(trx, actor, channel, { ...inbound, from: address }))
  const conversation = await openConversation(trx, actor, channel, contact, address)
  return { conversation, isBlocked: contact.blockedAt !== null }
}

// The constraint decides in the end; asked before, so that a repetition makes nobody.
async function wasReceived(trx: Trx, channel: Channel, { providerMessageId }: Wrote): Promise<boolean> {
  const message = await trx
    .selectFrom('messages')
    .select('id')
    .where('organizationId', '=', channel.organizationId)
    .where('channelId', '=', channel.id)
    .where('providerMessageId', '=', providerMessageId)
    .executeTakeFirst()
  return message !== undefined
}

async function addressOfSender(trx: Trx, { type, organizationId }: Channel, from: string): Promise<string> {
  if (type !== 'sms') return from
  return toAddress(from, from.startsWith('+') ? 'ZZ' : await countryOf(trx, organizationId))
}

// Somebody else may make it, or delete it, between two looks.
async function contactAt(trx: Trx, actor: Actor, channel: Channel, inbound: Wrote): Promise<string> {
  for (;;) {
    // It is neither deleted nor given to another owner before what it wrote has been written down.
    const known = await holdSender(trx, channel, inbound.from)
    if (known) return known
    const made = await addSender(trx, { ...actor, userId: channel.userId }, channel, inbound)
    if (made) return made
  }
}

function holdSender(
  trx: Trx,
  { organizationId, id: channelId, type }: Channel,
  from: string,
): Promise<string | undefined> {
  if (type === 'sms') return holdContactAt(trx, organizationId, from)
  return holdContactOf(trx, { organizationId, channelId, address: from })
}

async function addSender(
  trx: Trx,
  actor: Actor,
  { organizationId, id: channelId, type }: Channel,
  { from, sender = {} }: Wrote,
): Promise<string | undefined> {
  if (type === 'sms') return insertContact(trx, actor, { ...sender, phoneNumber: from, source: type })
  // Two messages of one stranger at once make one contact: the second waits here for the first.
  await holdProviderIds(trx, { organizationId, id: channelId }, [`from ${from}`])
  if (await holdContactOf(trx, { organizationId, channelId, address: from })) return undefined
  const made = await insertContact(trx, actor, { ...sender, source: type })
  if (!made) return undefined
  await keepAddress(trx, { organizationId, channelId, address: from }, made)
  await restoreOptOuts(trx, actor, [{ contactId: made, address: from }])
  await enqueue(trx, 'read_profile', {
    organizationId,
    channelId,
    contactId: made,
    address: from,
  } satisfies ReadProfile)
  return made
}

async function insertInbound(
  trx: Trx,
  channel: Channel,
  { conversation, isBlocked }: Held,
  inbound: Inbound,
  hasFiles: boolean,
): Promise<Message | undefined> {
  const now = new Date()
  const at = saidAt(conversation, inbound.at ?? now, now)
  return trx
    .insertInto('messages')
    .values({
      organizationId: channel.organizationId,
      id: newId(at),
      conversationId: conversation.id,
      contactId: conversation.contactId,
      channelId: channel.id,
      channelType: channel.type,
      direction: 'inbound',
      content: inbound.content,
      status: 'delivered',
      providerMessageId: inbound.providerMessageId,
      replyToId: await idOfAnswered(trx, channel, inbound.replyTo),
      hasAttachments: hasFiles || inbound.attachments.length > 0,
      ignoredAt: isBlocked ? now : null,
      awayMessage: inbound.awayMessage ?? null,
      createdAt: at,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelId', 'providerMessageId']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

/**
 * When it was written, as far as the order of the thread allows: what is told late stands after all that is there already, or
 * those who have read the thread would never see it.
 */
function saidAt({ lastMessageTime }: Conversation, at: Date, now: Date): Date {
  const earliest = lastMessageTime ? lastMessageTime.getTime() + 1 : 0
  return new Date(Math.min(Math.max(at.getTime(), earliest), now.getTime()))
}

async function obeyKeyword(trx: Trx, actor: Actor, conversation: Conversation, inbound: Inbound): Promise<void> {
  // Who says stop in a chat on a page wants something else than no more messages.
  if (conversation.channelType === 'webchat') return
  const keyword = inbound.keyword ?? keywordOf(inbound.content)
  const address = { channelType: conversation.channelType, address: conversation.channelIdentifier }
  // Who had the page blocked and writes to it again has not.
  if (conversation.channelType === 'facebook') await liftRefusal(trx, actor, conversation.contactId, address)
  if (keyword === 'start') await optIn(trx, actor, conversation.contactId, address)
  if (keyword !== 'stop') return
  await optOut(trx, actor, conversation.contactId, address, 'keyword')
  await withdrawOptedOut(trx, actor, address.channelType, address.address)
}
