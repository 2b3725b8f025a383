import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

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
  const rows = subjects.map((each) => ({ id: newId(createdAt), subjectId: each.id, data: each }))
  await sql`
    insert into events (organization_id, id, type, actor_type, actor_id, subject_id, data, created_at)
    ${rows.length === 1 ? oneRow(author, type, rows[0]!, createdAt) : manyRows(author, type, rows, createdAt)}
  `.execute(trx)
  afterCommit(trx, () => signals?.send('events', organizationId))
}

interface Row {
  id: string
  subjectId: string
  data: Subject
}

function oneRow({ organizationId, type, id }: Author, name: string, row: Row, createdAt: Date): RawBuilder<unknown> {
  return sql`values (${organizationId}, ${row.id}, ${name}, ${type}, ${id}, ${row.subjectId}, ${JSON.stringify(row.data)}, ${createdAt})`
}

// In one value, so that it is one statement to prepare, however many they are; as arrays each text would be escaped twice, and
// as json instead of jsonb each would be read twice.
function manyRows(
  { organizationId, type, id }: Author,
  name: string,
  rows: Row[],
  createdAt: Date,
): RawBuilder<unknown> {
  return sql`
    select ${organizationId}, e.id, ${name}, ${type}, ${id}, e."subjectId", e.data, ${createdAt}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id text, "subjectId" text, data jsonb)`
}
