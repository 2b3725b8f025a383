import type { ChannelTools } from '../channels/channels.ts'
import { renderFor, senderOf } from '../contacts/personalization.ts'
import { findTemplate } from '../contacts/templates.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { destinationOf } from './destinations.ts'
import type { Whereto } from './destinations.ts'
import type { Message } from './messages.ts'
import { queueMessage } from './queueing.ts'
import type { Outgoing } from './queueing.ts'

export interface NewMessage extends Whereto {
  content?: string
  /** A saved reply in the place of the content: it is filled in for the contact. */
  templateId?: string
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
    const outgoing = await addressed(trx, actor, input)
    return queueMessage(trx, actor, tools, outgoing, { holdSeconds: input.undoSeconds ?? 0 })
  })
}

/** What was asked for, as it would leave now. */
export async function addressed(trx: Trx, actor: Actor, input: NewMessage): Promise<Outgoing> {
  const { content, templateId } = input
  if ((content === undefined) === (templateId === undefined)) {
    throw invalid('content', 'it is required, or templateId; not both.')
  }
  const to = await destinationOf(trx, actor, input)
  return { to, content: content ?? (await filledIn(trx, actor, templateId!, to.contactId)) }
}

async function filledIn(trx: Trx, actor: Actor, templateId: string, contactId: string): Promise<string> {
  const { template } = await findTemplate(trx, actor, templateId)
  return renderFor(trx, actor, template, contactId, await senderOf(trx, actor))
}
