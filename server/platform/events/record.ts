import { sql } from 'kysely'

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
  const rows = subjects.map(
    (each) =>
      sql`(${organizationId}, ${newId(createdAt)}, ${type}, ${author.type}, ${author.id}, ${each.id}, ${JSON.stringify(each)}, ${createdAt})`,
  )
  await sql`
    insert into events (organization_id, id, type, actor_type, actor_id, subject_id, data, created_at)
    values ${sql.join(rows)}
  `.execute(trx)
  afterCommit(trx, () => signals?.send('events', organizationId))
}
