import { createHash, randomBytes } from 'node:crypto'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, tooMany } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { sendMail } from '../platform/mail.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Signals } from '../platform/signals.ts'
import { systemActor, userActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { greet } from './greeting.ts'
import { clearFailures } from './log-in-limits.ts'
import { userByEmail } from './log-in.ts'
import { hashPassword } from './passwords.ts'
import { forgetSessions, lockUser, refuseHigher, withoutSecrets } from './users.ts'
import type { User } from './users.ts'

/** How resets reach people: by mail where a server is configured, else through whoever asked for them. */
export interface ResetDelivery {
  vault: Vault
  publicUrl: string
  sendsMail: boolean
}

const hours = { byMail: 1, byAdmin: 24 }
const hour = 3_600_000

/** An admin says what a colleague's email is, so it may be anybody's. */
const mostMailsPerHour = 5

interface OfferedReset {
  /** For the admin to hand on; undefined when it was mailed. */
  resetLink: string | undefined
  expiresAt: Date
}

/** An admin lets a colleague choose a new password. The present one stays good until then. */
export function offerReset(db: Database, actor: Actor, delivery: ResetDelivery, userId: string): Promise<OfferedReset> {
  return transact(db, async (trx) => {
    const user = await lockUser(trx, actor, userId)
    if (user.id === actor.userId) {
      throw new Refusal(409, 'own_account', 'Change your own password at /api/user/profile, with the present one.')
    }
    refuseHigher(actor, user)
    if (!maySetPassword(user)) {
      throw new Refusal(409, 'log_in_disabled', `${user.fullName} may not log in with a password: allow it first.`)
    }
    if (delivery.sendsMail) await refuseFlood(trx, user)
    const id = newId()
    const { link, expiresAt } = await addReset(trx, delivery, user, {
      id,
      createdById: actor.userId,
      lasts: hours.byAdmin,
    })
    if (delivery.sendsMail) await mailLink(trx, delivery, user, { id, link, expiresAt })
    await record(trx, actor, 'passwordReset.added', { id: user.id })
    await audit(trx, actor, 'passwordReset.added', null, { id: user.id, expiresAt })
    return { resetLink: delivery.sendsMail ? undefined : link, expiresAt }
  })
}

/** Done by the worker; the id of the request makes one mail of it, however often the job runs. */
export async function mailReset(
  db: Database,
  delivery: ResetDelivery,
  { id, email }: { id: string; email: string },
): Promise<void> {
  const user = await userByEmail(db, email)
  if (!user || !maySetPassword(user)) return
  await transact(db, async (trx) => {
    const known = await trx
      .selectFrom('mails')
      .select('id')
      .where('organizationId', '=', user.organizationId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (known) return
    const added = await addReset(trx, delivery, user, { id, createdById: null, lasts: hours.byMail })
    await mailLink(trx, delivery, user, { id, ...added })
    await record(trx, systemActor(user.organizationId), 'passwordReset.added', { id: user.id })
  })
}

/** Once per link. Whoever was logged in with the old password is out, in every process. */
export async function resetPassword(
  db: Database,
  signals: Signals,
  { token, password, address }: { token: string; password: string; address: string },
): Promise<void> {
  const organizationId = /^([0-9a-f]{24})[\w-]{43}$/.exec(token)?.[1]
  if (!organizationId) throw badLink()
  const hash = hashOf(token)
  await findReset(db, organizationId, hash)
  const passwordHash = await hashPassword(password)
  const email = await transact(db, async (trx) => {
    const user = await useReset(trx, organizationId, hash)
    await forgetSessions(trx, user)
    const updated = await trx
      .updateTable('users')
      .set({ passwordHash, tokenEpoch: user.tokenEpoch + 1, updatedAt: new Date() })
      .where('organizationId', '=', organizationId)
      .where('id', '=', user.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(trx, userActor(user), 'user.updated', withoutSecrets(updated))
    await audit(trx, userActor(user), 'password.reset', { id: user.id, hash: 'old' }, { id: user.id, hash: 'new' })
    await signals.sendWithCommit(trx, 'users', user.id)
    return user.email
  })
  await clearFailures(db, { email, address })
}

async function refuseFlood(trx: Trx, { organizationId, email }: User): Promise<void> {
  const recent = await trx
    .selectFrom('mails')
    .select('createdAt')
    .where('organizationId', '=', organizationId)
    .where('recipient', '=', email)
    .where('createdAt', '>', new Date(Date.now() - hour))
    .orderBy('createdAt', 'desc')
    .limit(mostMailsPerHour)
    .execute()
  const first = recent[mostMailsPerHour - 1]
  if (!first) return
  const seconds = (first.createdAt.getTime() + hour - Date.now()) / 1000
  throw tooMany('too_many_resets', `${email} got several mails in the last hour: they are good for a while.`, seconds)
}

function maySetPassword(user: User): boolean {
  return user.disabledAt === null && user.deletedAt === null && user.passwordDisabledAt === null
}

async function addReset(
  trx: Trx,
  { publicUrl }: ResetDelivery,
  { organizationId, id: userId }: User,
  { id, createdById, lasts }: { id: string; createdById: string | null; lasts: number },
): Promise<{ link: string; expiresAt: Date }> {
  const token = `${organizationId}${randomBytes(32).toString('base64url')}`
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + lasts * hour)
  await trx
    .insertInto('passwordResets')
    .values({ organizationId, id, userId, hash: hashOf(token), createdById, createdAt, expiresAt })
    .execute()
  // Behind the #, where it is in no log of a server or a proxy.
  return { link: `${publicUrl}/reset-password#${token}`, expiresAt }
}

function mailLink(
  trx: Trx,
  { vault }: ResetDelivery,
  user: User,
  { id, link, expiresAt }: { id: string; link: string; expiresAt: Date },
): Promise<void> {
  const text = [
    greet(user.fullName),
    'with this link you choose a new password:',
    link,
    `It is good once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you did not ask for it, you need not do anything.`,
  ].join('\n\n')
  return sendMail(
    trx,
    vault,
    { organizationId: user.organizationId, id },
    {
      to: user.email,
      subject: 'Choose a new password',
      text: `${text}\n`,
    },
  )
}

async function findReset(db: Database, organizationId: string, hash: string): Promise<{ userId: string }> {
  const reset = await db
    .selectFrom('passwordResets')
    .select('userId')
    .where('organizationId', '=', organizationId)
    .where('hash', '=', hash)
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
  if (!reset) throw badLink()
  return reset
}

/** The user first, as everywhere; of two at once the second finds nothing left. */
async function useReset(trx: Trx, organizationId: string, hash: string): Promise<User> {
  const { userId } = await findReset(trx, organizationId, hash)
  const user = await trx
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', userId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  await findReset(trx, organizationId, hash)
  if (!maySetPassword(user)) throw badLink()
  await trx
    .deleteFrom('passwordResets')
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .execute()
  return user
}

/** For the nightly clean-up. */
export async function prunePasswordResets(db: Database, organizationId: string): Promise<void> {
  await db
    .deleteFrom('passwordResets')
    .where('organizationId', '=', organizationId)
    .where('expiresAt', '<', new Date())
    .execute()
}

function badLink(): Refusal {
  return new Refusal(400, 'invalid_reset_token', 'This link is used up or too old: ask for another one.')
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
