import type { Selectable } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Authenticators } from '../platform/schema.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { inTurn, noteFailure, refuseFlood } from './log-in-limits.ts'
import { newSecret, replaceRecoveryCodes, useCode } from './one-time-codes.ts'
import { provePassword } from './proof.ts'
import { findUser, lockUser, refuseHigher } from './users.ts'
import type { User } from './users.ts'

interface Proof {
  password: string
  code: string
  address: string
}

export interface TwoFactorState {
  isEnabled: boolean
  enabledAt: Date | null
  recoveryCodesLeft: number
}

export async function findTwoFactor(db: Database, actor: Actor): Promise<TwoFactorState> {
  const user = await findUser(db, actor, actor.userId ?? '')
  const enabledAt = (await authenticatorOf(db, user))?.confirmedAt ?? null
  const left = await db
    .selectFrom('recoveryCodes')
    .select('hash')
    .where('organizationId', '=', user.organizationId)
    .where('userId', '=', user.id)
    .where('usedAt', 'is', null)
    .execute()
  return { isEnabled: enabledAt !== null, enabledAt, recoveryCodesLeft: left.length }
}

/** A secret for the person's authenticator app. Log-ins ask for no code until a first one has shown that it got there. */
export async function startTwoFactor(
  db: Database,
  vault: Vault,
  actor: Actor,
  { password, address }: Omit<Proof, 'code'>,
): Promise<{ secret: string; otpauthUrl: string }> {
  const user = await findUser(db, actor, actor.userId ?? '')
  await provePassword(db, user, password, address)
  const made = newSecret(user.email)
  await transact(db, async (trx) => {
    await lockUser(trx, actor, user.id)
    if ((await authenticatorOf(trx, user))?.confirmedAt) {
      throw new Refusal(409, 'two_factor_enabled', 'Two-factor log-in is on already: switch it off first.')
    }
    await forget(trx, user)
    const { organizationId, id: userId } = user
    const secret = vault.seal(made.secret)
    await trx.insertInto('authenticators').values({ organizationId, userId, secret, createdAt: new Date() }).execute()
  })
  return made
}

/** Ten new recovery codes for a code of the app; the first such code switches two-factor log-in on. */
export async function confirmTwoFactor(db: Database, vault: Vault, actor: Actor, proof: Proof): Promise<string[]> {
  const user = await prove(db, vault, actor, proof)
  return transact(db, async (trx) => {
    await lockUser(trx, actor, user.id)
    const authenticator = await authenticatorOf(trx, user)
    // One that came in the place of the one whose code this was has not been shown to be in anybody's app.
    if (!authenticator || authenticator.lastStep === 0) throw notEnabled()
    const action = authenticator.confirmedAt ? 'twoFactor.updated' : 'twoFactor.enabled'
    if (!authenticator.confirmedAt) {
      await trx
        .updateTable('authenticators')
        .set({ confirmedAt: new Date() })
        .where('organizationId', '=', user.organizationId)
        .where('userId', '=', user.id)
        .execute()
    }
    const codes = await replaceRecoveryCodes(trx, user)
    await record(trx, actor, action, { id: user.id })
    await audit(trx, actor, action, null, { id: user.id, recoveryCodes: codes.length })
    return codes
  })
}

export async function stopTwoFactor(db: Database, vault: Vault, actor: Actor, proof: Proof): Promise<void> {
  const user = await prove(db, vault, actor, proof)
  await transact(db, async (trx) => {
    await lockUser(trx, actor, user.id)
    await disable(trx, actor, user)
  })
}

/** For a colleague who lost both the phone and the codes. Where it is off already nothing happens. */
export function resetTwoFactor(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const user = await lockUser(trx, actor, id)
    if (user.id === actor.userId) {
      throw new Refusal(
        409,
        'own_account',
        'Switch your own off at /api/user/two-factor, with your password and a code.',
      )
    }
    refuseHigher(actor, user)
    await disable(trx, actor, user)
  })
}

/** At the log-in, once the password was right. Whoever sent no code is asked for one, which is no wrong try. */
export async function passesSecondFactor(
  db: Database,
  vault: Vault,
  user: User,
  code: string | undefined,
): Promise<boolean> {
  if (!(await authenticatorOf(db, user))?.confirmedAt) return true
  if (code === undefined) {
    throw new Refusal(
      401,
      'two_factor_required',
      'Send the code of your authenticator app as well, or a recovery code.',
    )
  }
  return useCode(db, vault, user, code)
}

async function prove(db: Database, vault: Vault, actor: Actor, { password, code, address }: Proof): Promise<User> {
  const user = await findUser(db, actor, actor.userId ?? '')
  await provePassword(db, user, password, address)
  if (!(await authenticatorOf(db, user))) throw notEnabled()
  const { email } = user
  await inTurn({ email, address }, async () => {
    await refuseFlood(db, { email, address, user })
    if (await useCode(db, vault, user, code)) return
    await noteFailure(db, { email, address })
    throw invalid(
      'code',
      'it must be the present code of your authenticator app, or a recovery code; each is good once.',
    )
  })
  return user
}

async function disable(trx: Trx, actor: Actor, user: User): Promise<void> {
  const wasEnabled = (await authenticatorOf(trx, user))?.confirmedAt
  await forget(trx, user)
  if (!wasEnabled) return
  await record(trx, actor, 'twoFactor.disabled', { id: user.id })
  await audit(trx, actor, 'twoFactor.disabled', { id: user.id, enabledAt: wasEnabled }, null)
}

function forget(trx: Trx, { organizationId, id }: User) {
  return trx
    .deleteFrom('authenticators')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', id)
    .execute()
}

function authenticatorOf(db: Database, { organizationId, id }: User): Promise<Selectable<Authenticators> | undefined> {
  return db
    .selectFrom('authenticators')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', id)
    .executeTakeFirst()
}

function notEnabled(): Refusal {
  return new Refusal(409, 'two_factor_not_enabled', 'Two-factor log-in is off: begin at POST /api/user/two-factor.')
}
