import { newId } from '../id.ts'
import { afterCommit } from '../database.ts'
import type { Trx } from '../database.ts'
import type { Signals } from '../signals.ts'

/** Who did it, as the log keeps it. */
export interface Author {
  organizationId: string
  type: string
  id: string | null
}

interface Subject {
  id: string
}

let signals: Signals | undefined

/** Whom to wake when an event has been committed. Without one the readers find it by looking. */
export function wakeThrough(them: Signals | undefined): void {
  signals = them
}

/** Leaves one event per row in the log, in the transaction that made it true. */
export async function record(trx: Trx, author: Author, type: string, subject: Subject | Subject[]): Promise<void> {
  const subjects = Array.isArray(subject) ? subject : [subject]
  if (subjects.length === 0) return
  const createdAt = new Date()
  const { organizationId } = author
  const rows = subjects.map((each) => ({
    organizationId,
    id: newId(createdAt),
    type,
    actorType: author.type,
    actorId: author.id,
    subjectId: each.id,
    data: each as unknown as Record<string, unknown>,
    createdAt,
  }))
  await trx.insertInto('events').values(rows).execute()
  afterCommit(trx, () => signals?.send('events', organizationId))
}
