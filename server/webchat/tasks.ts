import { organizationIds } from '../identity/organizations.ts'
import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { forgetCounts } from './limits.ts'

const day = 86_400_000
const pieceSize = 1000

export const webchatSchedule: Schedule[] = [{ task: 'forget_visitors', pattern: '41 * * * *' }]

export function webchatTasks(db: Database): Tasks {
  return { forget_visitors: () => forgetVisitors(db) }
}

/** Whoever only looked in is forgotten after 30 days, and every session when its time is over. */
export async function forgetVisitors(db: Database, now = new Date()): Promise<void> {
  await db.deleteFrom('webchatSessions').where('expiresAt', '<=', now).execute()
  await forgetCounts(db, now)
  const before = new Date(now.getTime() - 30 * day)
  for (const organizationId of await organizationIds(db)) {
    for (;;) if ((await forgetSome(db, organizationId, before)) < pieceSize) break
  }
}

async function forgetSome(db: Database, organizationId: string, before: Date): Promise<number> {
  const silent = await db
    .selectFrom('webchatVisitors')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('address', 'is', null)
    .where('lastSeenAt', '<', before)
    .limit(pieceSize)
    .execute()
  const ids = silent.map(({ id }) => id)
  if (ids.length === 0) return 0
  // One may have written since.
  const gone = await db
    .deleteFrom('webchatVisitors')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', ids)
    .where('address', 'is', null)
    .where('lastSeenAt', '<', before)
    .returning('id')
    .execute()
  if (gone.length === 0) return 0
  await db
    .deleteFrom('webchatSessions')
    .where('organizationId', '=', organizationId)
    .where(
      'visitorId',
      'in',
      gone.map(({ id }) => id),
    )
    .execute()
  return ids.length
}
