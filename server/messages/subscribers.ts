import { removeFilesOf } from '../files/removal.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { hurryPutOff } from './outbox.ts'

/** With a contact or a conversation go its messages and documents, and with them their files. */
export const removeFiles: Subscriber = {
  name: 'messages.removeFiles',
  types: ['conversation.deleted', 'contact.deleted'],
  hearTogether: (trx: Trx, organizationId: string, events: Event[]) =>
    removeFilesOf(
      trx,
      organizationId,
      events.map(({ subjectId }) => subjectId),
    ),
}

/** What waits for a channel does not wait for its next try as well, once somebody has mended the channel. */
export const goOnWhenMended: Subscriber = {
  name: 'messages.goOnWhenMended',
  types: ['channel.updated', 'channel.enabled', 'channel.recovered'],
  async hear(trx, { organizationId, subjectId, type, data }) {
    if (type === 'channel.updated' && data['isReconfigured'] !== true) return
    await hurryPutOff(trx, organizationId, subjectId, new Date())
  },
}
