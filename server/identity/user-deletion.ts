import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Signals } from '../platform/signals.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { holdUsers } from './membership.ts'
import { findUser, lockUser, refuseHigher, refuseLastAdmin, withFormerDepartment } from './users.ts'
import type { User } from './users.ts'

/**
 * The user is in no list any more, out at once and gets nothing new; the name stays in history. What the user owned goes to
 * the heir afterwards: those who keep it hear of `user.deleted`.
 */
export function deleteUser(db: Database, actor: Actor, signals: Signals, id: string, heirId: string): Promise<User> {
  return transact(db, async (trx) => {
    const user = await lockUser(trx, actor, id)
    refuseOneself(actor, user)
    refuseHigher(actor, user)
    await refuseLastAdmin(trx, actor, user)
    await refuseHeir(trx, actor, user, heirId)

    const deletedAt = new Date()
    const deleted = await trx
      .updateTable('users')
      .set({
        deletedAt,
        deletedById: actor.userId,
        heirId,
        departmentId: null,
        tokenEpoch: user.tokenEpoch + 1,
        updatedAt: deletedAt,
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await forgetLogIn(trx, user)
    await record(trx, actor, 'user.deleted', withFormerDepartment(deleted, user))
    await audit(trx, actor, 'user.deleted', user, deleted)
    await signals.sendWithCommit(trx, 'users', id)
    return deleted
  })
}

function refuseOneself(actor: Actor, user: User): void {
  if (user.id !== actor.userId) return
  throw new Refusal(409, 'own_account', 'You cannot delete yourself: ask another admin.')
}

async function refuseHeir(trx: Trx, actor: Actor, user: User, heirId: string): Promise<void> {
  if (heirId === user.id) throw invalid('heirId', 'it must be somebody else, who gets what this user owned.')
  await holdUsers(trx, actor.organizationId, [heirId])
  const heir = await findUser(trx, actor, heirId)
  if (heir.disabledAt === null) return
  throw new Refusal(409, 'heir_disabled', `${heir.fullName} cannot log in: name somebody who can.`)
}

/** The email is free again, and nothing that let the user in is left. */
async function forgetLogIn(trx: Trx, { organizationId, id, email }: User): Promise<void> {
  await trx.deleteFrom('logins').where('email', '=', email).where('organizationId', '=', organizationId).execute()
  const tables = [
    'apiKeys',
    'sessions',
    'passwordResets',
    'authenticators',
    'knownAddresses',
    'notificationPreferences',
    'notifications',
    'chatAvailability',
    'conversationFollowers',
    'conversationViewPins',
  ] as const
  for (const table of tables) {
    await trx.deleteFrom(table).where('organizationId', '=', organizationId).where('userId', '=', id).execute()
  }
}
