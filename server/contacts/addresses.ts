import { sql } from 'kysely'

import { violates } from '../platform/database.ts'
import type { Trx } from '../platform/database.ts'
import { newId } from '../platform/id.ts'

/** Where somebody writes from on a channel that knows no phone numbers. */
export interface Place {
  organizationId: string
  channelId: string
  address: string
}

/** Whoever writes from there from now on is this contact; false if another one was there first. */
export async function keepAddress(trx: Trx, place: Place, contactId: string): Promise<boolean> {
  const createdAt = new Date()
  const kept = await trx
    .insertInto('contactAddresses')
    .values({ ...place, id: newId(createdAt), contactId, createdAt })
    .onConflict((conflict) => conflict.columns(['organizationId', 'channelId', 'address']).doNothing())
    .returning('id')
    .executeTakeFirst()
    .catch((error: unknown) => {
      // Deleted in the meantime.
      if (violates(error, 'contact_addresses_contact_id_fkey')) return undefined
      throw error
    })
  return kept !== undefined
}

/** The contact who writes from there, held until the transaction ends. */
export async function holdContactOf(
  trx: Trx,
  { organizationId, channelId, address }: Place,
): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select contacts.id from contact_addresses a
    join contacts on contacts.organization_id = ${organizationId} and contacts.id = a.contact_id
    where a.organization_id = ${organizationId} and a.channel_id = ${channelId} and a.address = ${address}
    for no key update of contacts
  `.execute(trx)
  return found.rows[0]?.id
}

/** What the contact writes from on this channel goes to another contact, with the thread in which it wrote. */
export async function giveAddress(
  trx: Trx,
  { organizationId, channelId, address }: Place,
  contactId: string,
): Promise<void> {
  await sql`
    update contact_addresses set contact_id = ${contactId}
    where organization_id = ${organizationId} and channel_id = ${channelId} and address = ${address}
  `.execute(trx)
}
