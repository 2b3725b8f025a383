import type { Selectable } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Conversations } from '../platform/schema.ts'

/** For who moves what is in it, and says what is left: the caller holds it, and keeps the counts. */
export async function updateConversation(
  trx: Trx,
  organizationId: string,
  id: string,
  change: Partial<Selectable<Conversations>>,
): Promise<void> {
  await trx
    .updateTable('conversations')
    .set(change)
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
