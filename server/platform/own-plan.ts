import { sql } from 'kysely'

import { transact } from './database.ts'
import type { Database, Trx } from './database.ts'

/**
 * For reads whose right plan depends on what is asked for: a rare word is found by its index, a frequent one along the
 * newest rows. A prepared statement would after five times be planned for neither. Costs two round trips more.
 */
export function withOwnPlan<T>(db: Database, read: (trx: Trx) => Promise<T>): Promise<T> {
  return transact(db, async (trx) => {
    await sql`set local plan_cache_mode = force_custom_plan`.execute(trx)
    return read(trx)
  })
}
