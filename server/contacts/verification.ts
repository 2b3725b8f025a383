import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { countryOf } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import { findContact, lockContact } from './contacts.ts'
import type { Contact } from './row.ts'
import { methodKey, methodsOf } from './verified-methods.ts'
import type { MethodType, VerifiedMethods } from './verified-methods.ts'

interface Verification {
  verifiedAt: Date | null
  verifiedById: string | null
  verificationSource: string | null
}

const nothing: Verification = { verifiedAt: null, verifiedById: null, verificationSource: null }

/** Somebody made sure who this is. Twice is once: the first word stands until it is taken back. */
export function verifyContact(db: Database, actor: Actor, id: string, source?: string): Promise<Contact> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    if (contact.verifiedAt) return contact
    const after = { verifiedAt: new Date(), verifiedById: actor.userId, verificationSource: source ?? null }
    return change(trx, actor, contact, 'contact.verified', { set: after, said: { before: nothing, after } })
  })
}

export function unverifyContact(db: Database, actor: Actor, id: string): Promise<Contact> {
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    const { verifiedAt, verifiedById, verificationSource } = contact
    if (!verifiedAt) return contact
    const before = { verifiedAt, verifiedById, verificationSource }
    return change(trx, actor, contact, 'contact.unverified', { set: nothing, said: { before, after: nothing } })
  })
}

export interface MethodVerification {
  type: MethodType
  value: string
  /** Null takes it back; now, where nothing is said. */
  verifiedAt?: Date | null
  verificationSource?: string
}

/** That a number or the email is the contact's; in whatever spelling it comes. */
export function verifyMethod(db: Database, actor: Actor, id: string, asked: MethodVerification): Promise<Contact> {
  const { type, verifiedAt, verificationSource } = asked
  if (verifiedAt && verifiedAt > new Date()) throw invalid('verifiedAt', 'it must not be in the future.')
  return transact(db, async (trx) => {
    const contact = await lockContact(trx, actor, id)
    const key = methodKey(type, await valueOf(trx, contact, asked))
    const { [key]: known, ...others } = contact.verifiedMethods
    if (verifiedAt === null) {
      if (!known) return contact
      const said = { before: { type, ...known }, after: { type } }
      return change(trx, actor, contact, 'contact.methodUnverified', { set: { verifiedMethods: others }, said })
    }
    const after = {
      verifiedAt: (verifiedAt ?? (known ? new Date(known.verifiedAt) : new Date())).toISOString(),
      verifiedBy: actor.userId,
      verificationSource: verificationSource ?? known?.verificationSource ?? null,
    }
    const isSaid = known?.verifiedAt === after.verifiedAt && known.verificationSource === after.verificationSource
    if (isSaid) return contact
    const said = { before: { type, ...known }, after: { type, ...after } }
    return change(trx, actor, contact, 'contact.methodVerified', {
      set: { verifiedMethods: { ...others, [key]: after } },
      said,
    })
  })
}

async function valueOf(trx: Trx, contact: Contact, { type, value }: MethodVerification): Promise<string> {
  const written =
    type === 'phone' ? toPhoneNumber(value, await countryOf(trx, contact.organizationId)) : value.trim().toLowerCase()
  const method = methodsOf(contact).find((each) => each.type === type && each.value === written)
  if (!method) throw notFound(type === 'phone' ? 'phone number' : 'email')
  return method.value
}

interface Change {
  set: Verification | { verifiedMethods: VerifiedMethods }
  /** As the audit log keeps it: without numbers and addresses, which are to be forgotten with the contact. */
  said: { before: object; after: object }
}

async function change(
  trx: Trx,
  actor: Actor,
  { id }: Contact,
  what: `contact.${string}`,
  { set, said }: Change,
): Promise<Contact> {
  await trx
    .updateTable('contacts')
    .set((eb) => ({ ...set, version: eb('version', '+', 1), updatedAt: new Date() }))
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .execute()
  const after = await findContact(trx, actor, id)
  await record(trx, actor, what, after)
  await audit(trx, actor, what, { id, ...said.before }, { id, ...said.after })
  return after
}
