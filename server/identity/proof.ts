import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { inTurn, noteFailure, refuseFlood } from './log-in-limits.ts'
import { isPassword } from './passwords.ts'
import type { User } from './users.ts'

/** Whoever found a session open must not change what guards it. Guessing is slowed down as at the log-in. */
export function provePassword(
  db: Database,
  user: User,
  password: string,
  address: string,
  field = 'password',
): Promise<void> {
  const { email } = user
  return inTurn({ email, address }, async () => {
    await refuseFlood(db, { email, address, user })
    if (await isPassword(user.passwordHash, password)) return
    await noteFailure(db, { email, address })
    throw invalid(field, 'it must be your present password.')
  })
}
