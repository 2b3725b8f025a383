import { heirOf } from '../identity/membership.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Somebody must be reminded of what was promised to a contact. Notes keep the name of whoever wrote them. */
export const handOverReminders: Subscriber = {
  name: 'notes.handOver',
  types: ['user.deleted'],
  async hear(trx: Trx, { organizationId, actorType, actorId, subjectId: userId }: Event) {
    const heirId = await heirOf(trx, organizationId, userId)
    const given = await trx
      .updateTable('reminders')
      .set({ createdById: heirId, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('createdById', '=', userId)
      .where('firedAt', 'is', null)
      .returningAll()
      .execute()
    await record(trx, { organizationId, type: actorType, id: actorId }, 'reminder.handedOver', given)
  },
}
