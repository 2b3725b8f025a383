import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { fireReminders } from './reminder-firing.ts'

export const contactSchedule: Schedule[] = [{ task: 'fire_reminders', pattern: '* * * * *' }]

/** What contacts ask the worker to do by itself. */
export function contactTasks(db: Database): Tasks {
  return { fire_reminders: () => fireReminders(db) }
}
