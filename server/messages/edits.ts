import type { Channel } from '../channels/channels.ts'
import type { Edit } from '../channels/connector.ts'
import { noteEdit } from '../conversations/last-message.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { holdMessageCalled } from './provider-ids.ts'
import { holdThreadsOf } from './opting-out.ts'

/** The words that the contact chose last stand; older ones that come late change nothing. Answers false for an unknown message. */
export function editMessage(db: Database, channel: Channel, edit: Edit): Promise<boolean> {
  return transact(db, async (trx) => {
    const { organizationId, id: channelId } = channel
    const { providerMessageId, content, at } = edit
    const found = await trx
      .selectFrom('messages')
      .select('id')
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', channelId)
      .where('providerMessageId', '=', providerMessageId)
      .executeTakeFirst()
    if (!found) return false
    await holdThreadsOf(trx, organizationId, [found.id])
    const message = await holdMessageCalled(trx, channel, providerMessageId)
    if (!message || message.direction !== 'inbound' || (message.editedAt && message.editedAt >= at)) return true
    const edited = await trx
      .updateTable('messages')
      .set({ content, editedAt: at, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', message.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await noteEdit(trx, edited)
    await record(trx, systemActor(organizationId), 'message.edited', edited)
    return true
  })
}
