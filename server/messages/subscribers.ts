import { removeFilesOf } from '../files/removal.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

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
