import { connectorOf } from '../channels/channels.ts'
import type { ChannelTools } from '../channels/channels.ts'
import { renderFor, senderOf } from '../templates/personalization.ts'
import { findTemplate } from '../templates/templates.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { destinationOf } from './destinations.ts'
import type { Whereto } from './destinations.ts'
import { findFilesToSend, refuseEachUnsendable } from './files.ts'
import type { Message } from './messages.ts'
import { queueMessage } from './queueing.ts'
import type { Outgoing } from './queueing.ts'
import { refuseUnquotable } from './quoting.ts'

export interface NewMessage extends Whereto {
  content?: string
  /** A saved reply in the place of the content: it is filled in for the contact. */
  templateId?: string
  /** Keys of files, or addresses of ours that lead to them. */
  attachments?: string[]
  /** What whoever sends it calls it: the message says it again, and each of its parts. */
  clientId?: string
  /** The message of the thread that it answers. */
  replyToId?: string
}

/**
 * Writes the message down for sending; it leaves when a worker takes it from the outbox, and no earlier than after so many
 * seconds.
 */
export function sendMessage(
  db: Database,
  actor: Actor,
  tools: ChannelTools,
  input: NewMessage & { undoSeconds?: number },
): Promise<Message> {
  return transact(db, async (trx) => {
    const leaving = { holdSeconds: input.undoSeconds ?? 0 }
    const [first, ...others] = inParts(tools, await addressed(trx, actor, tools, input))
    const message = await queueMessage(trx, actor, tools, first!, leaving)
    for (const each of others) await queueMessage(trx, actor, tools, each, leaving)
    return message
  })
}

/**
 * Where a message is a text or a file, what is both becomes several, in this order, all of them queued or none: each is sent
 * by a call of its own, and a crash between two calls repeats neither.
 */
function inParts(tools: ChannelTools, outgoing: Outgoing): Outgoing[] {
  const { to, content, files = [] } = outgoing
  if (!connectorOf(tools, to.channel).attachments?.isAlone || files.length === 0) return [outgoing]
  const text = content.trim() === '' ? [] : [{ ...outgoing, files: [] }]
  const parts = [...text, ...files.map((file) => ({ ...outgoing, content: '', files: [file] }))]
  // The quote stands once, over the first of them.
  return parts.map((part, index) => (index === 0 ? part : { ...part, replyToId: undefined }))
}

/** What was asked for, as it would leave now. */
export async function addressed(trx: Trx, actor: Actor, tools: ChannelTools, input: NewMessage): Promise<Outgoing> {
  const { content, templateId, attachments = [], clientId, replyToId } = input
  if (content !== undefined && templateId !== undefined)
    throw invalid('content', 'it is required, or templateId; not both.')
  if (templateId === undefined && attachments.length === 0 && !content?.trim())
    throw invalid('content', 'it is required where nothing is attached, or templateId.')
  const files = await findFilesToSend(trx, actor, tools.links, attachments)
  const to = await destinationOf(trx, actor, input)
  if (replyToId) await refuseUnquotable(trx, actor, tools, to, replyToId)
  refuseEachUnsendable(connectorOf(tools, to.channel), files)
  const text = templateId === undefined ? (content ?? '') : await filledIn(trx, actor, templateId, to.contactId)
  if (files.length === 0 && !text.trim()) throw invalid('templateId', 'nothing is left of it for this contact.')
  return { to, content: text, files, clientId, replyToId }
}

async function filledIn(trx: Trx, actor: Actor, templateId: string, contactId: string): Promise<string> {
  const { template } = await findTemplate(trx, actor, templateId)
  return renderFor(trx, actor, template, contactId, await senderOf(trx, actor))
}
