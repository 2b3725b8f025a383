import type { ChannelTools } from '../channels/channels.ts'
import { moveTo } from '../conversations/opening.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { findMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { addToOutbox } from './outbox.ts'
import { prepareMessage } from './queueing.ts'
import { statusesBefore } from './status.ts'
import { findThread } from './thread.ts'

/**
 * A person's word that the message is to be tried again. Of an unknown outcome it may arrive twice, which only a person
 * can weigh; so nothing in here calls this by itself.
 */
export function retryMessage(db: Database, actor: Actor, tools: ChannelTools, id: string): Promise<Message> {
  return transact(db, async (trx) => {
    const message = await findMessage(trx, actor, id)
    if (message.direction !== 'outbound' || !statusesBefore('queued').includes(message.status)) throw notFailed()
    const thread = await findThread(trx, actor, message.conversationId)
    const { contactId, content, isByHand } = message
    const ready = await prepareMessage(trx, actor, tools, { to: { ...thread, contactId }, content, isByHand })
    await moveTo(trx, ready.conversation, ready.address)
    const now = new Date()
    const queued = await trx
      .updateTable('messages')
      .set({ status: 'queued', errorCode: null, errorMessage: null, providerMessageId: null, updatedAt: now })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .where('status', 'in', statusesBefore('queued'))
      .returningAll()
      .executeTakeFirst()
    if (!queued) throw notFailed()
    await addToOutbox(trx, [queued], { dueAt: now })
    await record(trx, actor, 'message.queued', queued)
    return queued
  })
}

function notFailed(): Refusal {
  return new Refusal(409, 'not_failed', 'Only a message that failed, or whose outcome is unknown, can be retried.')
}
