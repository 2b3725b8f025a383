import type { Database } from '../platform/database.ts'
import type { Tasks } from '../platform/jobs.ts'
import { mailReset } from './password-resets.ts'
import type { ResetDelivery } from './password-resets.ts'

/** What identity asks the worker to do later. */
export function identityTasks(db: Database, delivery: ResetDelivery): Tasks {
  return { mail_password_reset: (asked: { id: string; email: string }) => mailReset(db, delivery, asked) }
}
