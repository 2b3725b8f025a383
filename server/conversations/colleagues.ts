import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'

/** Who is named where no key holds the name must be a user of the organization all the same. */
export async function refuseStrangers(trx: Trx, organizationId: string, userIds: string[]): Promise<void> {
  const found = await trx
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', sql<string>`any(${userIds})`)
    .execute()
  if (found.length < new Set(userIds).size) throw notFound('user')
}
