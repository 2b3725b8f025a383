import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { Vault } from '../platform/secrets.ts'
import { clearFailures, inTurn, noteFailure, refuseFlood, rememberAddress } from './log-in-limits.ts'
import { isPassword } from './passwords.ts'
import type { Tokens } from './tokens.ts'
import { passesSecondFactor } from './two-factor.ts'
import type { User } from './users.ts'

export interface Session {
  token: string
  user: Pick<User, 'id' | 'email' | 'fullName' | 'organizationId' | 'accessRole'>
}

interface Attempt {
  email: string
  password: string
  address: string
  /** Of the authenticator app, or a recovery code; for who has two-factor log-in. */
  code?: string
}

export async function logIn(db: Database, tokens: Tokens, vault: Vault, attempt: Attempt): Promise<Session> {
  return openSession(tokens, await admit(db, vault, attempt))
}

/** Who may log in with these. Says the same to a wrong email and to a wrong password, in the same time. */
export function admit(db: Database, vault: Vault, attempt: Attempt): Promise<User> {
  return inTurn(attempt, () => tryToAdmit(db, vault, attempt))
}

async function tryToAdmit(db: Database, vault: Vault, attempt: Attempt): Promise<User> {
  const { email, password, address, code } = attempt
  const user = await userByEmail(db, email)
  await refuseFlood(db, { email, address, user })
  const mayEnter = user && !user.disabledAt && !user.passwordDisabledAt
  if (!(await isPassword(user?.passwordHash, password)) || !mayEnter) {
    await noteFailure(db, { email, address })
    throw new Refusal(401, 'invalid_credentials', 'The email or the password is not right.')
  }
  if (!(await passesSecondFactor(db, vault, user, code))) {
    await noteFailure(db, { email, address })
    throw new Refusal(401, 'invalid_code', 'The code is not right, or was used before: wait for the next one.')
  }
  await clearFailures(db, { email, address })
  await rememberAddress(db, user, address)
  return user
}

export async function openSession(tokens: Tokens, user: User): Promise<Session> {
  const { organizationId, id, email, fullName, accessRole } = user
  const token = await tokens.sign({ organizationId, userId: id, epoch: user.tokenEpoch })
  return { token, user: { id, email, fullName, organizationId, accessRole } }
}

export async function userByEmail(db: Database, email: string): Promise<User | undefined> {
  const login = await db
    .selectFrom('logins')
    .selectAll()
    .where('email', '=', email.trim().toLowerCase())
    .executeTakeFirst()
  if (!login) return undefined
  return db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', login.organizationId)
    .where('id', '=', login.userId)
    .executeTakeFirst()
}
