import { onDatabase } from '../dataset.ts'
import type { Dataset } from '../dataset.ts'

/** Withdraws what was queued only to be measured: the next worker on this data would send it. */
export async function withdrawQueued({ url }: Dataset): Promise<void> {
  await onDatabase(url, async (client) => {
    await client.query(
      `with taken as (delete from outbox returning organization_id, message_id)
       update messages m set status = 'canceled' from taken
       where m.organization_id = taken.organization_id and m.id = taken.message_id`,
    )
  })
}
