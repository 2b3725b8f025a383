import { sql } from 'kysely'

import { findContact, updateContact } from '../contacts/contacts.ts'
import { contactWith } from '../contacts/numbers.ts'
import type { Contact } from '../contacts/row.ts'
import { compareSoon } from '../duplicates/comparing.ts'
import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { countryOf } from '../identity/organizations.ts'
import type { Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import { addressOf } from './visitors.ts'
import type { Visitor } from './visitors.ts'

/** What is known of the visitor, where nothing is known of the contact yet. */
export async function fillContact(trx: Trx, visitor: Visitor): Promise<void> {
  const { organizationId, channelId, name, email, phone } = visitor
  const known = await trx
    .selectFrom('contactAddresses')
    .select('contactId')
    .where('organizationId', '=', organizationId)
    .where('channelId', '=', channelId)
    .where('address', '=', addressOf(visitor))
    .executeTakeFirst()
  if (!known) return
  const actor = systemActor(organizationId)
  const contact = await findContact(trx, actor, known.contactId)
  const isNameless = !contact.firstName && !contact.lastName
  const fields = {
    ...(isNameless && name ? nameIn(name) : {}),
    ...(!contact.email && email ? { email } : {}),
  }
  if (Object.keys(fields).length > 0) await updateContact(trx, actor, contact.id, fields)
  if (phone) await fillNumber(trx, actor, contact, phone)
}

/**
 * A number that another contact has stays that one's, whoever says it: it stands with the visitor, and the two are compared,
 * so that staff decide. What is no number stays what the visitor said.
 */
async function fillNumber(trx: Trx, actor: Actor, contact: Contact, said: string): Promise<void> {
  const { organizationId } = actor
  const phoneNumber = numberIn(said, await countryOf(trx, organizationId))
  if (!phoneNumber || phoneNumber === contact.phoneNumber) return
  const owner = await contactWith(trx, organizationId, phoneNumber)
  const isFree = contact.phoneNumber === null && (owner === undefined || owner === contact.id)
  const isFilled = isFree && (await isTaken(trx, actor, contact.id, phoneNumber))
  if (!isFilled) await compareSoon(trx, organizationId, [contact.id])
}

/** Somebody else may get the number in the same moment: then it is theirs, and the rest of what was said here still holds. */
async function isTaken(trx: Trx, actor: Actor, contactId: string, phoneNumber: string): Promise<boolean> {
  await sql`savepoint said_number`.execute(trx)
  try {
    await updateContact(trx, actor, contactId, { phoneNumber })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint said_number`.execute(trx)
    return false
  }
  await sql`release savepoint said_number`.execute(trx)
  return true
}

function numberIn(said: string, country: string): string | undefined {
  try {
    return toPhoneNumber(said, country)
  } catch {
    return undefined
  }
}

export function nameIn(name: string): { firstName: string; lastName?: string } {
  const [firstName = '', ...rest] = name.split(/\s+/)
  const lastName = rest.join(' ')
  return { firstName: firstName.slice(0, 100), ...(lastName ? { lastName: lastName.slice(0, 100) } : {}) }
}
