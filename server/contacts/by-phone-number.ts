import { sql } from 'kysely'

import { countryOf } from '../identity/organizations.ts'
import type { Actor } from '../identity/actor.ts'
import { belongingTo, oneUser, ownedContacts, visibleTo } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { toPhoneNumber } from '../platform/phone-numbers.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'

/** In whatever spelling, and also by a number that it has beside its own; with a user, only if it is theirs. */
export async function findByPhoneNumber(
  db: Database,
  actor: Actor,
  spelled: string,
  userId?: string,
): Promise<Contact> {
  const { organizationId } = actor
  const phoneNumber = toPhoneNumber(spelled, await countryOf(db, organizationId))
  const visible = visibleTo(actor, ownedContacts) ?? sql`true`
  const theirs = userId === undefined ? sql`true` : belongingTo(organizationId, oneUser(userId), ownedContacts)
  const found = await sql<Contact>`
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(array(
        select c.id from contacts c where c.organization_id = ${organizationId} and c.phone_number = ${phoneNumber}
        union all
        select k.contact_id from contact_numbers k
        where k.organization_id = ${organizationId} and k.phone_number = ${phoneNumber}
      )) and ${visible} and ${theirs}
  `.execute(db)
  if (!found.rows[0]) throw notFound('contact')
  return found.rows[0]
}
