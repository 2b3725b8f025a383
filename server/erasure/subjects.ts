import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Erasure } from './erasures.ts'
import type { Traces } from './traces.ts'

/** What goes with the contact at once. The log may know it as another one's, from whom this one was separated. */
const children = {
  contact_notes: 'contact_id',
  contact_documents: 'contact_id',
  reminders: 'contact_id',
  conversation_notes: 'conversation_id',
  scheduled_messages: 'conversation_id',
}

/** Files as well: the log will say that they were removed, and what they were called. */
export async function keepSubjects(trx: Trx, { organizationId, id }: Erasure, traces: Traces): Promise<void> {
  const subjects = [...traces.contactIds, ...traces.conversationIds]
  const ofTheirs = Object.entries(children).map(
    ([table, key]) => sql`
      select ${organizationId}, ${id}, c.id from ${sql.table(table)} c
      where c.organization_id = ${organizationId} and c.${sql.ref(key)} = any(${subjects})
    `,
  )
  await sql`
    insert into erased_subjects (organization_id, erasure_id, subject_id)
    select ${organizationId}, ${id}, s.id from unnest(${subjects}::text[]) as s (id)
    union
    select ${organizationId}, ${id}, p.file_id from file_places p
    where p.organization_id = ${organizationId} and p.subject_id = any(${subjects})
    union
    ${sql.join(ofTheirs, sql` union `)}
  `.execute(trx)
}

/** What a piece has deleted, and the log still tells of. */
export async function keepDeleted(
  trx: Trx,
  { organizationId, erasureId }: { organizationId: string; erasureId: string },
  ids: string[],
): Promise<number> {
  const kept = await sql`
    insert into erased_subjects (organization_id, erasure_id, subject_id)
    select distinct ${organizationId}, ${erasureId}, s.id from unnest(${ids}::text[]) as s (id)
    on conflict (organization_id, erasure_id, subject_id) do nothing
  `.execute(trx)
  return Number(kept.numAffectedRows ?? 0)
}
