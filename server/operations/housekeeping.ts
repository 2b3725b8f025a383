import { forgetImports } from '../imports/imports.ts'
import { pruneFailures } from '../identity/log-in-limits.ts'
import { organizationIds } from '../identity/organizations.ts'
import { prunePasswordResets } from '../identity/password-resets.ts'
import { pruneRegistrations } from '../identity/registration-tries.ts'
import { pruneResetRequests } from '../identity/reset-requests.ts'
import { pruneSessions } from '../identity/sessions.ts'
import { pruneDrafts } from '../messages/drafts.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import { pruneEvents } from '../platform/events/log.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { pruneMails } from '../platform/mail.ts'

const day = 86_400_000

export const housekeepingSchedule: Schedule[] = [{ task: 'keep_house', pattern: '17 * * * *' }]

/** Forgets, every hour, what nobody will ask for again. */
export function housekeepingTasks(db: Database, config: Config): Tasks {
  return { keep_house: () => keepHouse(db, config) }
}

async function keepHouse(db: Database, config: Pick<Config, 'eventRetentionDays'>): Promise<void> {
  await pruneFailures(db)
  await pruneResetRequests(db)
  await pruneRegistrations(db)
  for (const organizationId of await organizationIds(db)) {
    await pruneEvents(db, organizationId, daysAgo(config.eventRetentionDays))
    await forgetImports(db, organizationId, daysAgo(90))
    await db
      .deleteFrom('idempotencyKeys')
      .where('organizationId', '=', organizationId)
      .where('createdAt', '<', daysAgo(1))
      .execute()
    await db
      .deleteFrom('unmatchedReceipts')
      .where('organizationId', '=', organizationId)
      .where('receivedAt', '<', daysAgo(7))
      .execute()
    await pruneDrafts(db, organizationId, daysAgo(90))
    await pruneMails(db, organizationId, daysAgo(30))
    await prunePasswordResets(db, organizationId)
    await pruneSessions(db, organizationId)
  }
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * day)
}
