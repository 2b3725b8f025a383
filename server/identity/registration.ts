import type { Database } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import type { Actor } from './actor.ts'
import { openSession } from './log-in.ts'
import type { Session } from './log-in.ts'
import { foundOrganization } from './organizations.ts'
import type { Tokens } from './tokens.ts'
import { addUser } from './users.ts'
import type { NewUser } from './users.ts'

interface Registration extends Omit<NewUser, 'accessRole' | 'phoneNumber' | 'designation' | 'departmentId'> {
  accessRole?: NewUser['accessRole']
  organizationName?: string
  country?: string
  phoneNumber?: string | null
  designation?: string | null
  departmentId?: string | null
}

type Registered = { message: string; user: Session['user']; token?: string }

/** A newcomer gets an organization of its own and a token for it; an admin's registration adds a colleague, and no token. */
export async function register(
  db: Database,
  actor: Actor | null,
  { tokens, signup }: { tokens: Tokens; signup: 'closed' | 'open' },
  { organizationName, country, ...input }: Registration,
): Promise<Registered> {
  if (actor) {
    const user = await addUser(db, actor, newUser(input, input.accessRole ?? 'SALES_REP'))
    return { message: 'User registered successfully', user }
  }
  if (signup !== 'open') {
    throw new Refusal(403, 'signup_closed', 'Registration is closed here: ask an administrator to add you.')
  }
  if (!organizationName) throw invalid('organizationName', 'it is required to register an organization.')
  const founder = newUser({ ...input, departmentId: null }, 'ADMIN')
  const { user } = await foundOrganization(db, { name: organizationName, country }, founder)
  return { message: 'Organization registered successfully', ...(await openSession(tokens, user)) }
}

function newUser(
  input: Omit<Registration, 'organizationName' | 'country'>,
  accessRole: NewUser['accessRole'],
): NewUser {
  const { phoneNumber, designation, departmentId } = input
  return {
    ...input,
    accessRole,
    phoneNumber: phoneNumber ?? undefined,
    designation: designation ?? undefined,
    departmentId: departmentId ?? undefined,
  }
}
