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

/** For as long as the organization says after the owner last wrote to it, a contact is its owner's to write to and to keep. */
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

/** A SALES_REP leaves a protected contact to its owner; whoever is over them may move it. */
export async function refuseTakeover(db: Database, actor: Actor, contactId: string): Promise<void> {
  if (actor.role !== 'SALES_REP') return
  const { ownerId, protectedUntil } = await findProtection(db, actor.organizationId, contactId)
  if (!protectedUntil || ownerId === actor.userId) return
  const message = `The owner wrote to this contact lately: it stays theirs until ${protectedUntil.toISOString()}. Ask them or an admin.`
  throw new Refusal(409, 'contact_protected', message, { details: [{ field: 'userId', message }] })
}
