import { sql } from 'kysely'

import { followersOf } from '../conversations/following.ts'
import { notify } from '../identity/notifications.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

/** Who was away longer finds in their view what they follow. */
const newsMilliseconds = 3_600_000

/** Tells those who follow a conversation that the contact wrote: once, until they have looked at what they were told. */
export const tellFollowers: Subscriber = {
  name: 'messages.tellFollowers',
  types: ['message.received'],
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const fresh = events.filter(({ createdAt }) => createdAt.getTime() > Date.now() - newsMilliseconds)
    const ids = [...new Set(fresh.map(({ data }) => String(data['conversationId'])))]
    if (ids.length === 0) return
    const untold = await untoldFollowers(trx, organizationId, ids)
    for (const [conversationId, listeners] of Map.groupBy(untold, (each) => each.conversationId)) {
      const seeing = new Set((await followersOf(trx, organizationId, conversationId)).map(({ id }) => id))
      const userIds = listeners.map(({ userId }) => userId).filter((id) => seeing.has(id))
      await notify(trx, organizationId, userIds, {
        type: 'followed',
        text: 'There is a new message in a conversation that you follow.',
        subjectType: 'conversation',
        subjectId: conversationId,
      })
    }
  },
}

/** Whose it is hears of it as of all that is theirs, and not a second time. */
async function untoldFollowers(trx: Trx, organizationId: string, conversationIds: string[]) {
  const found = await sql<{ conversationId: string; userId: string }>`
    select f.conversation_id, f.user_id from conversation_followers f
    join conversations v on v.organization_id = ${organizationId} and v.id = f.conversation_id
    where f.organization_id = ${organizationId} and f.conversation_id = any(${conversationIds}) and f.user_id <> v.user_id
      and not exists (
        select from conversation_assignees a
        where a.organization_id = ${organizationId} and a.conversation_id = f.conversation_id and a.user_id = f.user_id
      )
      and not exists (
        select from notifications n
        where n.organization_id = ${organizationId} and n.user_id = f.user_id and n.type = 'followed'
          and n.subject_id = f.conversation_id and n.seen_at is null
      )
  `.execute(trx)
  return found.rows
}
