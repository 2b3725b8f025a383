import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { requireUser } from './actor.ts'
import type { Actor } from './actor.ts'
import { findUser, withoutSecrets } from './users.ts'

export async function hasDismissedFirstSteps(db: Database, actor: Actor): Promise<boolean> {
  const user = await findUser(db, actor, requireUser(actor))
  return user.firstStepsDismissedAt !== null
}

/** For the actor alone; saying it again leaves no event. */
export function dismissFirstSteps(db: Database, actor: Actor, isDismissed: boolean): Promise<void> {
  return transact(db, async (trx) => {
    const user = await trx
      .updateTable('users')
      .set({ firstStepsDismissedAt: isDismissed ? new Date() : null })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', requireUser(actor))
      .where('firstStepsDismissedAt', isDismissed ? 'is' : 'is not', null)
      .returningAll()
      .executeTakeFirst()
    if (user) await record(trx, actor, 'user.updated', withoutSecrets(user))
  })
}
