import { sql } from 'kysely'

import type { Trx } from '../platform/database.ts'
import type { Contact } from './row.ts'

/**
 * Keeps the numbers that a merge leaves without a contact of their own, and those that the source had kept before: whoever
 * writes from one of them is the target. Answers all that it kept for the target.
 */
export async function keepNumbers(
  trx: Trx,
  organizationId: string,
  source: Contact,
  target: Contact,
  chosen: string | null,
): Promise<string[]> {
  const moved = await sql<{ phoneNumber: string }>`
    update contact_numbers set contact_id = ${target.id}
    where organization_id = ${organizationId} and contact_id = ${source.id} returning phone_number
  `.execute(trx)
  const left = [source.phoneNumber, target.phoneNumber].filter((number) => number !== null && number !== chosen)
  const rows = left.map((phoneNumber) => ({ organizationId, phoneNumber: phoneNumber!, contactId: target.id }))
  if (rows.length > 0) {
    await trx
      .insertInto('contactNumbers')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['organizationId', 'phoneNumber']).doNothing())
      .execute()
  }
  return moved.rows.map(({ phoneNumber }) => phoneNumber)
}

/**
 * Whether the number is one of another contact's besides its own. Asked after the contact took it: a merge that was under way
 * is over by then. What this contact kept beside its own it needs no more.
 */
export async function isKeptByAnother(
  trx: Trx,
  organizationId: string,
  contactId: string,
  phoneNumber: string,
): Promise<boolean> {
  const kept = await trx
    .selectFrom('contactNumbers')
    .select('contactId')
    .where('organizationId', '=', organizationId)
    .where('phoneNumber', '=', phoneNumber)
    .executeTakeFirst()
  if (kept?.contactId !== contactId) return kept !== undefined
  await trx
    .deleteFrom('contactNumbers')
    .where('organizationId', '=', organizationId)
    .where('phoneNumber', '=', phoneNumber)
    .execute()
  return false
}

/** What it kept of these it keeps no more. */
export async function dropNumbers(
  trx: Trx,
  organizationId: string,
  contactId: string,
  numbers: Array<string | null>,
): Promise<void> {
  await sql`
    delete from contact_numbers
    where organization_id = ${organizationId} and contact_id = ${contactId} and phone_number = any(${numbers})
  `.execute(trx)
}

/** The contact with this number, its own or another of its numbers: held until the transaction ends. */
export async function holdContactAt(
  trx: Trx,
  organizationId: string,
  phoneNumber: string,
): Promise<string | undefined> {
  const own = await sql<{ id: string }>`
    select id from contacts where organization_id = ${organizationId} and phone_number = ${phoneNumber} for no key update
  `.execute(trx)
  if (own.rows[0]) return own.rows[0].id
  // Asked afterwards: whoever was merged away while this waited is found by the number that was kept.
  const kept = await sql<{ id: string }>`
    select c.id from contact_numbers n
    join contacts c on c.organization_id = ${organizationId} and c.id = n.contact_id
    where n.organization_id = ${organizationId} and n.phone_number = ${phoneNumber} for no key update of c
  `.execute(trx)
  return kept.rows[0]?.id
}

/** Whose number this is now, without holding them. */
export async function contactWith(trx: Trx, organizationId: string, phoneNumber: string): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select id from contacts where organization_id = ${organizationId} and phone_number = ${phoneNumber}
    union all
    select contact_id from contact_numbers where organization_id = ${organizationId} and phone_number = ${phoneNumber}
  `.execute(trx)
  return found.rows[0]?.id
}

/** All numbers of the contact, its own and those of the contacts that were merged into it. */
export async function numbersOf(trx: Trx, organizationId: string, contactId: string): Promise<string[]> {
  const found = await sql<{ phoneNumber: string }>`
    select phone_number from contacts
    where organization_id = ${organizationId} and id = ${contactId} and phone_number is not null
    union
    select phone_number from contact_numbers where organization_id = ${organizationId} and contact_id = ${contactId}
  `.execute(trx)
  return found.rows.map(({ phoneNumber }) => phoneNumber)
}
