import { contactBlocked } from '../contacts/activity.ts'
import { findContact } from '../contacts/contacts.ts'
import { isOptedOut } from '../contacts/opt-outs.ts'
import { lockConversation } from '../conversations/conversations.ts'
import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { findMessage } from './messages.ts'
import type { Message } from './messages.ts'
import { addToOutbox } from './outbox.ts'
import { followNumber, optedOut, refuseDisabled } from './sending.ts'
import { statusesBefore } from './status.ts'
import { findThread } from './thread.ts'

/**
 * A person's word that the message is to be tried again. Of an unknown outcome it may arrive twice, which only a person
 * can weigh; so nothing in here calls this by itself.
 */
export function retryMessage(db: Database, actor: Actor, id: string): Promise<Message> {
  return transact(db, async (trx) => {
    const message = await findMessage(trx, actor, id)
    await lockConversation(trx, actor, message.conversationId)
    const now = new Date()
    const queued = await trx
      .updateTable('messages')
      .set({ status: 'queued', errorCode: null, errorMessage: null, providerMessageId: null, updatedAt: now })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .where('direction', '=', 'outbound')
      .where('status', 'in', statusesBefore('queued'))
      .returningAll()
      .executeTakeFirst()
    if (!queued)
      throw new Refusal(409, 'not_failed', 'Only a message that failed, or whose outcome is unknown, can be retried.')
    const { channel, conversation } = await findThread(trx, actor, message.conversationId)
    refuseDisabled(channel)
    const { phoneNumber, blockedAt } = await findContact(trx, systemActor(actor.organizationId), queued.contactId)
    if (blockedAt) throw contactBlocked()
    const addressed = await followNumber(trx, conversation, phoneNumber)
    const { channelType, channelIdentifier: address } = addressed
    if (await isOptedOut(trx, actor.organizationId, { channelType, address })) throw optedOut(addressed)
    await addToOutbox(trx, queued, now)
    await record(trx, actor, 'message.queued', queued)
    return queued
  })
}
