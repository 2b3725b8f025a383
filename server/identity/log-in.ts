import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { clearFailures, inTurn, noteFailure, refuseFlood, rememberAddress } from './log-in-limits.ts'
import { isPassword } from './passwords.ts'
import type { Tokens } from './tokens.ts'
import type { User } from './users.ts'

export interface Session {
  token: string
  user: Pick<User, 'id' | 'email' | 'fullName' | 'organizationId' | 'accessRole'>
}

interface Attempt {
  email: string
  password: string
  address: string
}

/** Says the same to a wrong email and to a wrong password, in the same time. */
export function logIn(db: Database, tokens: Tokens, attempt: Attempt): Promise<Session> {
  return inTurn(attempt, () => tryToLogIn(db, tokens, attempt))
}

async function tryToLogIn(db: Database, tokens: Tokens, { email, password, address }: Attempt): Promise<Session> {
  const user = await userByEmail(db, email)
  await refuseFlood(db, { email, address, user })
  if (!(await isPassword(user?.passwordHash, password)) || !user || user.disabledAt) {
    await noteFailure(db, { email, address })
    throw new Refusal(401, 'invalid_credentials', 'The email or the password is not right.')
  }
  await clearFailures(db, { email, address })
  await rememberAddress(db, user, address)
  return openSession(tokens, user)
}

export async function openSession(tokens: Tokens, user: User): Promise<Session> {
  const { organizationId, id, email, fullName, accessRole } = user
  const token = await tokens.sign({ organizationId, userId: id, epoch: user.tokenEpoch })
  return { token, user: { id, email, fullName, organizationId, accessRole } }
}

async function userByEmail(db: Database, email: string): Promise<User | undefined> {
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
