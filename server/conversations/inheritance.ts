import { sql } from 'kysely'

import { heirOf } from '../identity/membership.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import { record } from '../platform/events/record.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Private views go with whoever saved them; what colleagues share goes on. In routing the heir takes the place. */
export const inheritInbox: Subscriber = {
  name: 'conversations.inheritInbox',
  types: ['user.deleted'],
  async hear(trx: Trx, event: Event) {
    const heirId = await heirOf(trx, event.organizationId, event.subjectId)
    await passViewsOn(trx, event, heirId)
    await replaceInRouting(trx, event, heirId)
  },
}

async function passViewsOn(
  trx: Trx,
  { organizationId, actorType, actorId, subjectId: userId }: Event,
  heirId: string,
): Promise<void> {
  const author = { organizationId, type: actorType, id: actorId }
  const ofUser = trx.deleteFrom('conversationViews').where('organizationId', '=', organizationId)
  const gone = await ofUser.where('userId', '=', userId).where('sharedAt', 'is', null).returningAll().execute()
  await record(trx, author, 'view.deleted', gone)
  const given = await trx
    .updateTable('conversationViews')
    .set({ userId: heirId, updatedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .returningAll()
    .execute()
  await record(trx, author, 'view.changed', given)
}

async function replaceInRouting(
  trx: Trx,
  { organizationId, actorType, actorId, subjectId: userId }: Event,
  heirId: string,
): Promise<void> {
  const found = await sql<{ channelId: string; userIds: string[] }>`
    select channel_id, user_ids from conversation_routing
    where organization_id = ${organizationId} and user_ids && ${[userId]}::text[] order by channel_id for update
  `.execute(trx)
  for (const { channelId, userIds: before } of found.rows) {
    const userIds = [...new Set(before.map((id) => (id === userId ? heirId : id)))]
    const changed = await trx
      .updateTable('conversationRouting')
      .set({ userIds, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('channelId', '=', channelId)
      .returningAll()
      .executeTakeFirstOrThrow()
    const author = { organizationId, type: actorType, id: actorId }
    await record(trx, author, 'channel.rerouted', { id: channelId, ...changed })
  }
}
