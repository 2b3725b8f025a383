import type { Selectable } from 'kysely'

import { notFound } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { Database } from '../platform/database.ts'
import type { Erasures } from '../platform/schema.ts'

export interface Found {
  conversations: number
  messages: number
  notes: number
  documents: number
  reminders: number
  files: number
}

/** The erasing of one contact, done or under way. */
export type Erasure = Omit<Selectable<Erasures>, 'found'> & { found: Found }

export async function findErasure(
  db: Database,
  { organizationId }: { organizationId: string },
  by: { id: string } | { contactId: string },
): Promise<Erasure | undefined> {
  const query = db.selectFrom('erasures').selectAll().where('organizationId', '=', organizationId)
  const found = await ('id' in by ? query.where('id', '=', by.id) : query.where('contactId', '=', by.contactId))
    // Two who change it come one after the other.
    .$if(db.isTransaction, (held) => held.forUpdate())
    .executeTakeFirst()
  return found as unknown as Erasure | undefined
}

export type ErasureStatus = 'erasing' | 'erased'

export function statusOf({ finishedAt }: Pick<Erasure, 'finishedAt'>): ErasureStatus {
  return finishedAt ? 'erased' : 'erasing'
}

export async function readErasure(db: Database, actor: { organizationId: string }, id: string): Promise<Erasure> {
  const erasure = await findErasure(db, actor, { id })
  if (!erasure) throw notFound('erasure')
  return erasure
}

/** The newest first. */
export async function listErasures(
  db: Database,
  { organizationId }: { organizationId: string },
  { status, size, cursor }: { status?: ErasureStatus; size: number; cursor?: string },
): Promise<{ erasures: Erasure[]; nextCursor: string | null }> {
  let query = db.selectFrom('erasures').selectAll().where('organizationId', '=', organizationId)
  if (status) query = query.where('finishedAt', status === 'erased' ? 'is not' : 'is', null)
  if (cursor) query = query.where('id', '<', readCursor(cursor, 1)[0]!)
  const erasures = (await query.orderBy('id', 'desc').limit(size).execute()) as unknown as Erasure[]
  const last = erasures.length === size ? erasures.at(-1) : undefined
  return { erasures, nextCursor: last ? writeCursor([last.id]) : null }
}
