import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Actor } from './actor.ts'
import { clientAddress } from './client-address.ts'
import { logIn, openSession } from './log-in.ts'
import type { Session } from './log-in.ts'
import { foundOrganization } from './organizations.ts'
import { hasRegistered, keepKey, noteTry } from './registration-tries.ts'
import type { NewcomerKey } from './registration-tries.ts'
import type { Tokens } from './tokens.ts'
import { addUser } from './users.ts'
import type { NewUser, User } from './users.ts'

interface Colleague extends Omit<NewUser, 'accessRole' | 'phoneNumber' | 'designation' | 'departmentId'> {
  accessRole?: NewUser['accessRole']
  phoneNumber?: string | null
  designation?: string | null
  departmentId?: string | null
}

interface Newcomer extends Colleague {
  organizationName?: string
  country?: string
}

interface Registration {
  tokens: Tokens
  vault: Vault
  signup: 'closed' | 'open'
  ip: string
  /** By a proxy on this machine that is not trusted: whom it speaks for is not known. */
  isForwarded: boolean
  key: NewcomerKey | undefined
}

type Registered = Session & { isRepeated: boolean }

/** An admin adds a colleague, who logs in by himself. */
export function registerColleague(db: Database, actor: Actor, input: Colleague): Promise<User> {
  return addUser(db, actor, newUser(input, input.accessRole ?? 'SALES_REP'))
}

/**
 * A newcomer gets an organization of its own and a token for it. That an email is taken cannot be hidden where the answer is
 * a token; so whoever asks often is slowed down instead. Once more under the same key is one more log-in, no more.
 */
export async function registerNewcomer(db: Database, input: Newcomer, registration: Registration): Promise<Registered> {
  const { signup, key } = registration
  if (signup !== 'open') {
    throw new Refusal(403, 'signup_closed', 'Registration is closed here: ask an administrator to add you.')
  }
  const { organizationName } = input
  if (!organizationName) throw invalid('organizationName', 'it is required to register an organization.')
  if (key && (await hasRegistered(db, input, key))) return logInAgain(db, input, registration)
  try {
    return await found(db, { ...input, organizationName }, registration)
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === 'email_taken'
    // By the same request, which was faster.
    if (key && isTaken && (await hasRegistered(db, input, key))) return logInAgain(db, input, registration)
    throw error
  }
}

async function found(
  db: Database,
  { organizationName, country, ...input }: Newcomer & { organizationName: string },
  { tokens, ip, isForwarded, key }: Registration,
): Promise<Registered> {
  const id = await noteTry(db, { email: input.email, ip, isForwarded })
  const founder = newUser({ ...input, departmentId: null }, 'ADMIN')
  const { user } = await transact(db, async (trx) => {
    const founded = await foundOrganization(trx, { name: organizationName, country }, founder)
    if (key) await keepKey(trx, id, key)
    return founded
  })
  return { ...(await openSession(tokens, user)), isRepeated: false }
}

// Who has disabled the user, changed the password or set up a second factor meanwhile is asked for what a log-in asks.
async function logInAgain(
  db: Database,
  { email, password }: Newcomer,
  { tokens, vault, ip }: Registration,
): Promise<Registered> {
  const session = await logIn(db, tokens, vault, { email, password, address: clientAddress(ip) })
  return { ...session, isRepeated: true }
}

function newUser(input: Colleague, accessRole: NewUser['accessRole']): NewUser {
  const { phoneNumber, designation, departmentId } = input
  return {
    ...input,
    accessRole,
    phoneNumber: phoneNumber ?? undefined,
    designation: designation ?? undefined,
    departmentId: departmentId ?? undefined,
  }
}
