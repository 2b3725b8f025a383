import type { Database } from '../platform/database.ts'
import type { Schedule, Tasks } from '../platform/jobs.ts'
import { compareContacts, findDuplicates } from './duplicates.ts'
import { undoableDays } from './merge-undo.ts'
import { forgetMerges } from './merges.ts'

export const duplicateSchedule: Schedule[] = [
  { task: 'find_duplicates', pattern: '*/10 * * * *' },
  { task: 'forget_merges', pattern: '41 3 * * *' },
]

/** What duplicates ask the worker to do by itself. */
export function duplicateTasks(db: Database): Tasks {
  return {
    find_duplicates: () => findDuplicates(db),
    compare_contacts: ({ organizationId }: { organizationId: string }) => compareContacts(db, organizationId),
    forget_merges: () => forgetMerges(db, new Date(Date.now() - undoableDays * 86_400_000)),
  }
}
