import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { compareContacts, findDuplicates } from './duplicates.ts'
import { undoableDays } from './merge-undo.ts'
import { forgetMerges } from './merges.ts'
import { fireReminders } from './reminder-firing.ts'

export const contactSchedule: Schedule[] = [
  { task: 'fire_reminders', pattern: '* * * * *' },
  { task: 'find_duplicates', pattern: '*/10 * * * *' },
  { task: 'forget_merges', pattern: '41 3 * * *' },
]

/** What contacts ask the worker to do by itself. */
export function contactTasks(db: Database): Tasks {
  return {
    fire_reminders: () => fireReminders(db),
    find_duplicates: () => findDuplicates(db),
    compare_contacts: ({ organizationId }: { organizationId: string }) => compareContacts(db, organizationId),
    forget_merges: () => forgetMerges(db, new Date(Date.now() - undoableDays * 86_400_000)),
  }
}
