import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'

/** Whoever forgets rows waits for the pieces that are being imported, and those that come wait for it. */
export async function holdImports(trx: Trx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${lockOf(organizationId)}, 0))`.execute(trx)
}

/** Together with other imports: while this one brings rows in, nobody is erased. */
export async function joinImports(trx: Trx, organizationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${lockOf(organizationId)}, 0))`.execute(trx)
}

function lockOf(organizationId: string): string {
  return `imports of ${organizationId}`
}

/** Whether rows of somebody are still to be forgotten, which would make them anew. Asked by whoever has joined the imports. */
export async function isForgetting(trx: Trx, organizationId: string): Promise<boolean> {
  const found = await sql`
    select id from erasures
    where organization_id = ${organizationId} and finished_at is null and step = 'imports' limit 1
  `.execute(trx)
  return found.rows.length > 0
}
