import { sql } from 'kysely'

import { findConversation, lockConversation } from '../conversations/conversations.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Visitor } from './visitors.ts'

const mostShown = 50

export type Present = Visitor & { sessions: number }

/** Who writes in the conversation: one browser or several, and where each of them was seen last. The latest first. */
export async function listVisitors(db: Database, actor: Actor, conversationId: string): Promise<Present[]> {
  const { organizationId, channelId, contactId } = await findConversation(db, actor, conversationId)
  const found = await sql<Present>`
    select w.*, (
      select count(*)::integer from webchat_sessions s
      where s.organization_id = ${organizationId} and s.visitor_id = w.id and s.expires_at > ${new Date()}
    ) as sessions
    from contact_addresses a
    join webchat_visitors w on w.organization_id = ${organizationId} and w.channel_id = ${channelId}
      and w.address = a.address
    where a.organization_id = ${organizationId} and a.channel_id = ${channelId} and a.contact_id = ${contactId}
    order by w.last_seen_at desc, w.id limit ${mostShown}
  `.execute(db)
  return found.rows
}

/** Whoever it is begins anew, with nothing of what was said; for whom the site vouches, it vouches again. */
export function endSessions(db: Database, actor: Actor, conversationId: string, visitorId: string): Promise<void> {
  return transact(db, async (trx) => {
    const { organizationId, channelId } = await lockConversation(trx, actor, conversationId)
    const visitor = (await listVisitors(trx, actor, conversationId)).find(({ id }) => id === visitorId)
    if (!visitor) throw notFound('visitor')
    const ended = await trx
      .deleteFrom('webchatSessions')
      .where('organizationId', '=', organizationId)
      .where('visitorId', '=', visitorId)
      .returning('visitorId')
      .execute()
    if (ended.length === 0) return
    await record(trx, actor, 'visitor.dismissed', { id: visitorId, channelId, conversationId } as { id: string })
  })
}
