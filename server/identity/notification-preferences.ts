import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Actor } from './actor.ts'

export const notificationTopics = [
  'aiResponses',
  'inboundInAutopilot',
  'automationTriggers',
  'emailSync',
  'escalations',
  'autopilotMonitor',
  'humanMonitor',
  'assignments',
  'calls',
  'campaigns',
  'messages',
  'other',
] as const

type NotificationTopic = (typeof notificationTopics)[number]
export type NotificationPreferences = Record<NotificationTopic, boolean>

/** What has no topic of its own here, such as a mention or a reminder, is `other`. */
const topics: Record<string, NotificationTopic> = {
  assignment: 'assignments',
  message: 'messages',
  call: 'calls',
  campaign: 'campaigns',
  escalation: 'escalations',
  automation: 'automationTriggers',
}

export async function findPreferences(db: Database, actor: Actor): Promise<NotificationPreferences> {
  const kept = await db
    .selectFrom('notificationPreferences')
    .select('muted')
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .executeTakeFirst()
  const entries = notificationTopics.map((topic) => [topic, !kept?.muted.includes(topic)])
  return Object.fromEntries(entries) as NotificationPreferences
}

/** Changes only what is named. */
export function changePreferences(
  db: Database,
  actor: Actor,
  changes: Partial<NotificationPreferences>,
): Promise<NotificationPreferences> {
  const { organizationId, userId } = actor
  if (userId === null) {
    throw new Refusal(409, 'not_your_organization', 'You are told of nothing here: leave organizationId out.')
  }
  return transact(db, async (trx) => {
    await lockOwn(trx, organizationId, userId)
    const before = await findPreferences(trx, actor)
    const after = { ...before, ...changes }
    if (notificationTopics.every((topic) => before[topic] === after[topic])) return before
    const kept = { muted: notificationTopics.filter((topic) => !after[topic]), updatedAt: new Date() }
    await trx
      .insertInto('notificationPreferences')
      .values({ organizationId, userId, ...kept })
      .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doUpdateSet(kept))
      .execute()
    await record(trx, actor, 'notificationPreferences.updated', { id: userId, ...after })
    return after
  })
}

/** Leaves out who is deleted, and who switched news of the kind off. */
export async function whoWants(
  trx: Trx,
  organizationId: string,
  userIds: string[],
  newsType: string,
): Promise<string[]> {
  if (userIds.length === 0) return []
  const topic = topics[newsType] ?? 'other'
  const unwilling = await sql<{ id: string }>`
    select u.id from users u
    left join notification_preferences p on p.organization_id = ${organizationId} and p.user_id = u.id
    where u.organization_id = ${organizationId} and u.id = any(${userIds})
      and (u.deleted_at is not null or ${topic} = any(p.muted))
  `.execute(trx)
  const left = new Set(unwilling.rows.map((user) => user.id))
  return userIds.filter((userId) => !left.has(userId))
}

// Of two partial changes at once the second sees the first.
function lockOwn(trx: Trx, organizationId: string, userId: string) {
  return trx
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}
