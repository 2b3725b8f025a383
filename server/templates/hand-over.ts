import { sql } from 'kysely'

import { heirOf } from '../identity/membership.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Saved replies of one's own go to the heir; the shared ones are everybody's anyway. Both keep who wrote them. */
export const handOverTemplates: Subscriber = {
  name: 'templates.handOver',
  types: ['user.deleted'],
  async hear(trx: Trx, { organizationId, actorType, actorId, subjectId: userId }: Event) {
    const heirId = await heirOf(trx, organizationId, userId)
    await dropTakenShortcuts(trx, organizationId, userId, heirId)
    const given = await trx
      .updateTable('templates')
      .set({ userId: heirId, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('userId', '=', userId)
      .returningAll()
      .execute()
    await record(trx, { organizationId, type: actorType, id: actorId }, 'template.handedOver', given)
  },
}

/** Where the heir goes by the same shortcut, the heir's stands. */
async function dropTakenShortcuts(trx: Trx, organizationId: string, userId: string, heirId: string): Promise<void> {
  if (userId === heirId) return
  await sql`
    update templates set shortcut = null
    where organization_id = ${organizationId} and user_id = ${userId} and shortcut = any(array(
      select t.shortcut from templates t
      where t.organization_id = ${organizationId} and t.user_id = ${heirId} and t.shortcut is not null
    ))
  `.execute(trx)
}
