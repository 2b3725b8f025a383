import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Signals } from '../platform/signals.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { forgetResets, forgetSessions, lockUser, refuseHigher, withoutSecrets } from './users.ts'
import type { User } from './users.ts'

/** For accounts that only programs use, by API key. Each call turns it over; who may not any more is out at once. */
export function togglePasswordLogIn(db: Database, actor: Actor, signals: Signals, id: string): Promise<User> {
  return transact(db, async (trx) => {
    const user = await lockUser(trx, actor, id)
    if (user.id === actor.userId) {
      throw new Refusal(409, 'own_account', 'You cannot lock yourself out: ask another admin.')
    }
    refuseHigher(actor, user)
    const isDisabling = user.passwordDisabledAt === null
    if (isDisabling) {
      await forgetResets(trx, user)
      await forgetSessions(trx, user)
    }
    const toggled = await trx
      .updateTable('users')
      .set({
        passwordDisabledAt: isDisabling ? new Date() : null,
        passwordDisabledById: isDisabling ? actor.userId : null,
        tokenEpoch: isDisabling ? user.tokenEpoch + 1 : user.tokenEpoch,
        updatedAt: new Date(),
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(trx, actor, 'user.updated', withoutSecrets(toggled))
    await audit(trx, actor, 'user.updated', user, toggled)
    await signals.sendWithCommit(trx, 'users', id)
    return toggled
  })
}
