import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { fireReminders } from './reminder-firing.ts'

export const reminderSchedule: Schedule[] = [{ task: 'fire_reminders', pattern: '* * * * *' }]

/** What reminders ask the worker to do by itself. */
export function reminderTasks(db: Database): Tasks {
  return { fire_reminders: () => fireReminders(db) }
}
