import { connectorOf, findChannel } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import type { AttachmentLimits, Connector } from '../channels/connector.ts'
import { mayWrite, windowOf } from '../channels/windows.ts'
import { clockOf } from '../contacts/clocks.ts'
import type { ContactClock } from '../contacts/clocks.ts'
import { findAddressees } from '../contacts/contacts.ts'
import { findConversation } from '../conversations/conversations.ts'
import type { Conversation } from '../conversations/row.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { isByHand, refusalsOf } from './queueing.ts'
import { findThread } from './thread.ts'
import type { Thread } from './thread.ts'

/** Whether and how the actor may write into a conversation now. */
export interface Writing {
  /** What a message would be refused with. */
  refusal: Refusal | undefined
  /** Only because a person writes it: the window is closed for everything else. */
  isLate: boolean
  /** When that is over, where it ends. */
  until: Date | null
  /** Why messages wait instead of leaving, until somebody mends the channel. */
  trouble: string | null
  /** In characters. */
  maxLength: number
  files: FileLimits | null
  /** Whether the contact sees which message another one answers. */
  hasQuotes: boolean
  /** What clocks show where the contact is, if that is known. */
  clock: ContactClock | null
}

interface FileLimits extends Pick<AttachmentLimits, 'most' | 'mostBytes'> {
  mostBytesOfPicture: number
  /** A message is a text or a file: what is both becomes several. */
  isAlone: boolean
  contentTypes: string[]
}

/** The very rules by which a message is taken or refused, asked beforehand. */
export function readWriting(db: Database, actor: Actor, tools: ChannelTools, conversationId: string): Promise<Writing> {
  return transact(db, async (trx) => {
    const conversation = await findConversation(trx, actor, conversationId)
    const clock = await clockOf(trx, actor, conversation.contactId)
    const thread = await findThread(trx, actor, conversationId).catch(refused)
    if (thread instanceof Refusal) return { ...nothing, clock, refusal: thread }
    const refusal = await refusalIn(trx, actor, tools, thread)
    const { trouble } = await findChannel(trx, actor, thread.channel.id)
    const connector = connectorOf(tools, thread.channel)
    return {
      refusal,
      trouble,
      clock,
      maxLength: connector.maxLength,
      files: filesBy(connector),
      hasQuotes: connector.hasQuotes ?? false,
      ...timesIn(actor, conversation),
    }
  })
}

const nothing = { isLate: false, until: null, trouble: null, maxLength: 0, files: null, hasQuotes: false }

async function refusalIn(trx: Trx, actor: Actor, tools: ChannelTools, thread: Thread): Promise<Refusal | undefined> {
  const { contactId } = thread.conversation
  // Who may not see the contact may see the conversation: that is enough to write into it.
  const [contact] = await findAddressees(trx, { ...actor, role: 'ADMIN' }, [contactId])
  if (!contact) return new Refusal(409, 'contact_erased', 'The contact was erased: there is nobody to write to.')
  const outgoing = { to: { ...thread, contactId }, content: '', isByHand: isByHand(actor), contact }
  const [refusal] = await refusalsOf(trx, actor, tools, [outgoing])
  return refusal
}

function timesIn(actor: Actor, conversation: Conversation): Pick<Writing, 'isLate' | 'until'> {
  const window = windowOf(conversation)
  if (!window) return { isLate: false, until: null }
  const isLate = mayWrite(conversation, { isByHand: isByHand(actor), now: new Date() }) === 'late'
  return { isLate, until: isLate ? window.humanAgentUntil : window.closesAt }
}

/** What people attach; of other types the server says when they are sent. */
const usualTypes = [
  'image/jpeg image/png image/gif image/webp image/heic image/avif',
  'audio/mpeg audio/mp4 audio/ogg audio/wav audio/webm video/mp4 video/quicktime video/webm',
  'application/pdf text/plain text/csv text/vcard text/calendar application/zip',
  'application/msword application/vnd.ms-excel application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
].flatMap((line) => line.split(' '))

function filesBy({ attachments }: Connector): FileLimits | null {
  if (!attachments) return null
  const { most, mostBytes, mostBytesOfPicture = mostBytes, isAlone = false, isAccepted } = attachments
  return { most, mostBytes, mostBytesOfPicture, isAlone, contentTypes: usualTypes.filter((type) => isAccepted(type)) }
}

function refused(error: unknown): Refusal {
  if (error instanceof Refusal && error.statusCode === 409) return error
  throw error
}
