import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { beginEverywhere, rebuildReports } from './rebuilding.ts'

export const reportSchedule: Schedule[] = [{ task: 'begin_reports', pattern: '29 * * * *' }]

export function reportTasks(db: Database): Tasks {
  return {
    begin_reports: () => beginEverywhere(db),
    rebuild_reports: ({ organizationId }: { organizationId: string }) => rebuildReports(db, organizationId),
  }
}
