import type { Selectable } from 'kysely'

import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Users } from '../platform/schema.ts'
import type { Signals } from '../platform/signals.ts'
import { admins, isAdmin, isAtMost } from './actor.ts'
import type { AccessRole, Actor } from './actor.ts'
import { audit } from './audit.ts'
import { hashPassword } from './passwords.ts'
import { provePassword } from './proof.ts'
import { badToken } from './tokens.ts'

export type User = Selectable<Users>

export interface NewUser {
  email: string
  password: string
  fullName: string
  accessRole: AccessRole
  phoneNumber?: string | undefined
  designation?: string | undefined
  departmentId?: string | undefined
}

export function listUsers(db: Database, actor: Actor): Promise<User[]> {
  return db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute()
}

export async function findUser(db: Database, actor: Actor, id: string): Promise<User> {
  const user = await db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!user) throw notFound('user')
  return user
}

/** Adds a user of an equal or lower role to the actor's organization. An email logs in to one organization only. */
export async function addUser(db: Database, actor: Actor, input: NewUser): Promise<User> {
  if (!isAtMost(input.accessRole, actor)) {
    throw new Refusal(403, 'role_not_allowed', `As ${actor.role} you cannot add a ${input.accessRole}.`)
  }
  const passwordHash = await hashPassword(input.password)
  return transact(db, async (trx) => {
    const user = await insertUser(trx, actor.organizationId, input, passwordHash)
    await record(trx, actor, 'user.added', withoutSecrets(user))
    await audit(trx, actor, 'user.added', null, withoutSecrets(user))
    return user
  })
}

export async function insertUser(
  trx: Trx,
  organizationId: string,
  input: NewUser,
  passwordHash: string,
): Promise<User> {
  const now = new Date()
  const id = newId(now)
  const email = input.email.trim().toLowerCase()
  try {
    await trx.insertInto('logins').values({ email, organizationId, userId: id }).execute()
    return await trx
      .insertInto('users')
      .values({
        organizationId,
        id,
        email,
        fullName: input.fullName,
        phoneNumber: input.phoneNumber ?? null,
        designation: input.designation ?? null,
        departmentId: input.departmentId ?? null,
        accessRole: input.accessRole,
        passwordHash,
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
  } catch (error) {
    throw namedViolation(error)
  }
}

export interface UserChanges {
  email?: string
  fullName?: string
  phoneNumber?: string | null
  designation?: string | null
  callForwardingEnabled?: boolean
  conversationOpenPreference?: string
  departmentId?: string | null
  accessRole?: AccessRole
  loginDisabled?: boolean
  password?: string
}

/** An ADMIN changes users of an equal or lower role. Who is disabled, or has another password, is out at once. */
export async function updateUser(
  db: Database,
  actor: Actor,
  signals: Signals,
  id: string,
  changes: UserChanges,
  knowsPassword = false,
): Promise<User> {
  const passwordHash = changes.password === undefined ? undefined : await hashPassword(changes.password)
  return transact(db, async (trx) => {
    const user = await lockUser(trx, actor, id)
    refuseChange(actor, user, changes, knowsPassword)
    const { loginDisabled, password: _, email = user.email, ...fields } = changes
    const isDisabling = loginDisabled === true && user.disabledAt === null
    const isDemoting = changes.accessRole !== undefined && !admins.includes(changes.accessRole)
    if (isDisabling || isDemoting) await refuseLastAdmin(trx, actor, user)
    await moveLogin(trx, user, email.trim().toLowerCase())
    if (passwordHash !== undefined || changes.email !== undefined || isDisabling) await forgetResets(trx, user)
    const endsTokens = isDisabling || passwordHash !== undefined
    if (endsTokens) await forgetSessions(trx, user)
    const updated = await trx
      .updateTable('users')
      .set({
        ...fields,
        email: email.trim().toLowerCase(),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(isDisabling ? { disabledAt: new Date(), disabledById: actor.userId } : {}),
        ...(loginDisabled === false ? { disabledAt: null, disabledById: null } : {}),
        tokenEpoch: endsTokens ? user.tokenEpoch + 1 : user.tokenEpoch,
        updatedAt: new Date(),
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw namedViolation(error)
      })
    await record(trx, actor, isDisabling ? 'user.disabled' : 'user.updated', withFormerDepartment(updated, user))
    await audit(trx, actor, isDisabling ? 'user.disabled' : 'user.updated', user, updated)
    await signals.sendWithCommit(trx, 'users', id)
    return updated
  })
}

/** Changes the actor's own profile; another password, or an email that a password could be reset by, needs the present one. */
export async function updateProfile(
  db: Database,
  actor: Actor,
  signals: Signals,
  changes: Omit<UserChanges, 'departmentId' | 'accessRole' | 'loginDisabled'> & { currentPassword?: string },
  address: string,
): Promise<User> {
  const { currentPassword, ...fields } = changes
  const user = await findUser(db, actor, actor.userId ?? '')
  if (isDelicate(user, fields)) await provePassword(db, user, currentPassword ?? '', address, 'currentPassword')
  return updateUser(db, actor, signals, user.id, fields, true)
}

/** What logs the user in, or gets a link by which to. */
function isDelicate(user: User, { password, email = user.email }: UserChanges): boolean {
  return password !== undefined || email.trim().toLowerCase() !== user.email
}

/** Holds both, so that of two admins who disable each other at once the second is none any more. */
export async function lockUser(trx: Trx, actor: Actor, id: string): Promise<User> {
  const users = await trx
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('id', 'in', [id, actor.userId ?? id])
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const self = users.find((each) => each.id === actor.userId)
  if (actor.userId !== null && !self) throw badToken()
  if (self && (self.disabledAt || self.accessRole !== actor.role)) throw badToken()
  const user = users.find((each) => each.id === id)
  if (!user) throw notFound('user')
  return user
}

function refuseChange(actor: Actor, user: User, changes: UserChanges, knowsPassword: boolean): void {
  const isOneself = user.id === actor.userId
  if (isOneself && (changes.loginDisabled || (changes.accessRole && changes.accessRole !== user.accessRole))) {
    throw new Refusal(409, 'own_account', 'You cannot disable yourself or change your own role: ask another admin.')
  }
  if (isOneself && !knowsPassword && isDelicate(user, changes)) {
    throw new Refusal(
      409,
      'own_account',
      'Change your own password or email at /api/user/profile, with the present one.',
    )
  }
  if (isOneself) return
  refuseHigher(actor, user)
  if (changes.accessRole && !isAtMost(changes.accessRole, actor)) {
    throw new Refusal(403, 'role_not_allowed', `As ${actor.role} you cannot make anybody a ${changes.accessRole}.`)
  }
}

/** Only an admin changes anything about a colleague, and only about one of an equal or lower role. */
export function refuseHigher(actor: Actor, user: User): void {
  if (isAdmin(actor) && isAtMost(user.accessRole, actor)) return
  throw new Refusal(403, 'role_not_allowed', `As ${actor.role} you cannot make this change to a ${user.accessRole}.`)
}

/** Whoever acts inside the organization is the admin that remains; only who looks in from another one could take the last. */
export async function refuseLastAdmin(trx: Trx, actor: Actor, user: User): Promise<void> {
  if (actor.userId !== null || !admins.includes(user.accessRole)) return
  const others = await trx
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', user.organizationId)
    .where('accessRole', 'in', admins)
    .where('id', '!=', user.id)
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  if (others.length > 0) return
  throw new Refusal(409, 'last_admin', 'This is the last admin of the organization: make somebody else an admin first.')
}

/** A link that went to another email, was to replace another password or met a user who is out is good for nothing. */
export async function forgetResets(trx: Trx, { organizationId, id }: User): Promise<void> {
  await trx.deleteFrom('passwordResets').where('organizationId', '=', organizationId).where('userId', '=', id).execute()
}

/** They are good for nothing any more, and would only be listed. */
export async function forgetSessions(trx: Trx, { organizationId, id }: User): Promise<void> {
  await trx.deleteFrom('sessions').where('organizationId', '=', organizationId).where('userId', '=', id).execute()
}

async function moveLogin(trx: Trx, { organizationId, id, email: present }: User, email: string): Promise<void> {
  if (email === present) return
  await trx
    .insertInto('logins')
    .values({ email, organizationId, userId: id })
    .execute()
    .catch((error: unknown) => {
      throw namedViolation(error)
    })
  await trx.deleteFrom('logins').where('email', '=', present).where('organizationId', '=', organizationId).execute()
}

function namedViolation(error: unknown): unknown {
  if (violates(error, 'logins_pkey') || violates(error, 'users_email_key')) {
    return new Refusal(409, 'email_taken', 'This email already logs in here.')
  }
  if (violates(error, 'users_department_id_fkey')) return notFound('department')
  return error
}

/** A user as events and answers may show it. */
/** As the log says it: the heads of both departments see other things from now on. */
export function withFormerDepartment(user: User, { departmentId }: Pick<User, 'departmentId'>) {
  const shown = withoutSecrets(user)
  return user.departmentId === departmentId ? shown : { ...shown, previousDepartmentId: departmentId }
}

export function withoutSecrets(user: User): Omit<User, 'passwordHash' | 'tokenEpoch'> {
  const { passwordHash: _passwordHash, tokenEpoch: _tokenEpoch, ...rest } = user
  return rest
}
