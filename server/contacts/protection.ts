import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'

const hour = 3_600_000

export interface Protection {
  ownerId: string
  isProtected: boolean
  /** Null where nothing protects it. */
  protectedUntil: Date | null
}

/** For as long as the organization says after the owner last wrote to it, a contact is its owner's to keep. */
export async function findProtection(
  db: Database,
  organizationId: string,
  contactId: string,
  now = new Date(),
): Promise<Protection> {
  const found = await db
    .selectFrom('contacts')
    .innerJoin('organizations', 'organizations.id', 'contacts.organizationId')
    .select(['contacts.userId', 'contacts.ownerWroteAt', 'organizations.contactProtectionPeriod'])
    .where('contacts.organizationId', '=', organizationId)
    .where('contacts.id', '=', contactId)
    .executeTakeFirst()
  if (!found) throw notFound('contact')
  const { userId: ownerId, ownerWroteAt, contactProtectionPeriod } = found
  const until = ownerWroteAt && new Date(ownerWroteAt.getTime() + contactProtectionPeriod * hour)
  const isProtected = until !== null && until > now
  return { ownerId, isProtected, protectedUntil: isProtected ? until : null }
}

/**
 * A SALES_REP leaves a protected contact to its owner: its owner and its people stay as they are, and it keeps its number,
 * so that nobody makes it anew as their own. Whoever is over them may, and so may the owner.
 */
export async function refuseTakeover(db: Database, actor: Actor, contactIds: string[], field: string): Promise<void> {
  if (actor.role !== 'SALES_REP' || contactIds.length === 0) return
  const until = await protectedUntil(db, actor, contactIds)
  if (until === undefined) return
  const which = contactIds.length === 1 ? 'this contact: it stays' : 'one of these contacts: it stays'
  const message = `The owner wrote to ${which} theirs until ${until.toISOString()}. Ask them or an admin.`
  throw new Refusal(409, 'contact_protected', message, { details: [{ field, message }] })
}

/** Of those that are another's and protected, the first to be free. */
async function protectedUntil(
  db: Database,
  { organizationId, userId }: Actor,
  contactIds: string[],
): Promise<Date | undefined> {
  const settings = await db
    .selectFrom('organizations')
    .select('contactProtectionPeriod')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const period = settings.contactProtectionPeriod * hour
  const found = await db
    .selectFrom('contacts')
    .select('ownerWroteAt')
    .where('organizationId', '=', organizationId)
    .where('id', 'in', contactIds)
    .where('userId', '<>', userId ?? '')
    .where('ownerWroteAt', '>', new Date(Date.now() - period))
    .orderBy('ownerWroteAt')
    .limit(1)
    .executeTakeFirst()
  return found?.ownerWroteAt ? new Date(found.ownerWroteAt.getTime() + period) : undefined
}

/** Whether somebody comes to it, or goes who is not the actor: to leave it is everybody's own. */
export function changesPeople({ userId }: Actor, before: string[], after: string[]): boolean {
  const added = after.filter((each) => !before.includes(each))
  const removed = before.filter((each) => !after.includes(each) && each !== userId)
  return added.length > 0 || removed.length > 0
}
