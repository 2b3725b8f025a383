import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'

/**
 * Refuses to give anything to who is deleted, or of another organization. Until the transaction ends none of them can be
 * deleted; so what they get now is handed over with the rest when they are.
 */
export async function holdUsers(trx: Trx, organizationId: string, userIds: string[]): Promise<void> {
  const asked = [...new Set(userIds)]
  if (asked.length === 0) return
  const found = await sql<{ id: string }>`
    select id from users where organization_id = ${organizationId} and id = any(${asked}) and deleted_at is null
    for key share
  `.execute(trx)
  if (found.rows.length < asked.length) throw notFound('user')
}

/** Who gets what a deleted user still owns: the heir, or the heir's heir, who cannot be deleted before it is theirs. */
export async function heirOf(trx: Trx, organizationId: string, userId: string): Promise<string> {
  const user = await trx
    .selectFrom('users')
    .select(['heirId', 'deletedAt'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', userId)
    .forKeyShare()
    .executeTakeFirstOrThrow()
  return user.deletedAt === null || user.heirId === null ? userId : heirOf(trx, organizationId, user.heirId)
}
