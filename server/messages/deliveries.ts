import type { Insertable } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Deliveries } from '../platform/schema.ts'

/** What was told before is not kept twice. */
export async function keepDeliveries(trx: Trx, deliveries: Array<Insertable<Deliveries>>): Promise<void> {
  if (deliveries.length === 0) return
  await trx
    .insertInto('deliveries')
    .values(deliveries)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
