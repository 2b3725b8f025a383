import { audit } from '../identity/audit.ts'
import { heirOf } from '../identity/membership.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { shown } from './channels.ts'

/** Whoever owned a channel is owner of the contacts that begin there: after a deletion that is the heir. */
export const handOverChannels: Subscriber = {
  name: 'channels.handOver',
  types: ['user.deleted'],
  async hear(trx: Trx, { organizationId, actorType, actorId, subjectId: userId }: Event) {
    const author = { organizationId, type: actorType, id: actorId }
    const heirId = await heirOf(trx, organizationId, userId)
    const given = await trx
      .updateTable('channels')
      .set({ userId: heirId, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('userId', '=', userId)
      .returningAll()
      .execute()
    await record(trx, author, 'channel.updated', given.map(shown))
    for (const channel of given) await audit(trx, author, 'channel.updated', { ...channel, userId }, channel)
  },
}
