import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Whoever takes over a contact takes over the conversations with it. */
export const followOwner: Subscriber = {
  name: 'conversations.followOwner',
  types: ['contact.reassigned'],
  async hear(trx: Trx, event: Event) {
    await trx
      .updateTable('conversations')
      .set({ userId: String(event.data['userId']), updatedAt: new Date() })
      .where('organizationId', '=', event.organizationId)
      .where('contactId', '=', event.subjectId)
      .execute()
  },
}
