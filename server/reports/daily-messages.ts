import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'

const counted = [
  'message.received',
  'message.queued',
  'message.sent',
  'message.delivered',
  'message.failed',
  'message.unknown',
]

/** Keeps a sum for each day, channel and kind of event, so that a report costs the same however long the history is. */
export const countMessages: Subscriber = {
  name: 'reports.countMessages',
  types: counted,
  async hear(trx, event) {
    await sql`
      insert into daily_messages (organization_id, day, channel_id, event_type, total)
      values (${event.organizationId}, ${event.createdAt.toISOString().slice(0, 10)}, ${String(event.data['channelId'])}, ${event.type}, 1)
      on conflict (organization_id, day, channel_id, event_type) do update set total = daily_messages.total + excluded.total
    `.execute(trx)
  },
}

export interface DailyMessages {
  day: string
  channelId: string
  eventType: string
  total: number
}

/** The sums from one day to another, both included; days are those of UTC. */
export function dailyMessages(db: Database, actor: Actor, from: string, to: string): Promise<DailyMessages[]> {
  return db
    .selectFrom('dailyMessages')
    .select(['day', 'channelId', 'eventType', 'total'])
    .where('organizationId', '=', actor.organizationId)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .orderBy('day')
    .execute()
}
