import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { Signals } from '../platform/signals.ts'
import { userActor } from './actor.ts'
import { updateOrganization } from './organization-settings.ts'
import { provePassword } from './proof.ts'
import { updateUser } from './users.ts'
import type { User } from './users.ts'

export interface Setup {
  organizationName: string
  country?: string
  timezone?: string
  fullName: string
  email: string
  newPassword: string
}

/** The only user of the organization that the first start made, as long as nobody has changed anything about either. */
export async function findSetup(db: Database): Promise<User | undefined> {
  const organization = await db
    .selectFrom('organizations')
    .select(['id', 'createdAt', 'updatedAt'])
    .where('setUpAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!organization || isTouched(organization)) return undefined
  const [user, another] = await db
    .selectFrom('users')
    .selectAll()
    .where('organizationId', '=', organization.id)
    .orderBy('id')
    .limit(2)
    .execute()
  return user && !another && !isTouched(user) ? user : undefined
}

/** Whoever brings the password that the first start printed may set the server up; guessing is slowed down as at the log-in. */
export async function proveSetup(db: Database, password: string, address: string): Promise<User> {
  const user = await findSetup(db)
  if (!user) throw alreadySetUp()
  await provePassword(db, user, password, address)
  return user
}

/** Names the organization and its first user, once. */
export async function setUp(
  db: Database,
  signals: Signals,
  { password, address, ...setup }: Setup & { password: string; address: string },
): Promise<User> {
  const { organizationName: name, country, timezone: timeZone, fullName, email, newPassword } = setup
  const user = await proveSetup(db, password, address)
  const actor = userActor(user)
  return transact(db, async (trx) => {
    const claimed = await trx
      .updateTable('organizations')
      .set({ setUpAt: new Date() })
      .where('id', '=', user.organizationId)
      .where('setUpAt', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!claimed) throw alreadySetUp()
    await updateOrganization(trx, actor, { name, ...(country && { country }), ...(timeZone && { timeZone }) })
    return updateUser(trx, actor, signals, user.id, { fullName, email, password: newPassword }, true)
  })
}

function isTouched({ createdAt, updatedAt }: { createdAt: Date; updatedAt: Date }): boolean {
  return createdAt.getTime() !== updatedAt.getTime()
}

function alreadySetUp(): Refusal {
  return new Refusal(409, 'already_set_up', 'This server is set up already: sign in.')
}
