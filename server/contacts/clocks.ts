import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { isTimeZone, onlyTimeZoneOf } from '../identity/time-zone.ts'
import type { Trx } from '../platform/database.ts'
import { countryOfNumber } from '../platform/phone-numbers.ts'

/** By which clock a contact lives, and how that is known. */
export interface ContactClock {
  timeZone: string
  source: 'field' | 'phone'
}

interface Field {
  name: string
  value: string | null
}

/** By a field that the organization calls so; else by the country of the number, if all of its clocks show the same. */
export async function clockOf(trx: Trx, { organizationId }: Actor, contactId: string): Promise<ContactClock | null> {
  const found = await sql<{ phoneNumber: string | null; fields: Field[] | null }>`
    select contacts.phone_number, case when contacts.custom_fields <> '{}' then (
      select json_agg(json_build_object('name', f.name, 'value', contacts.custom_fields ->> f.id)) from contact_fields f
      where f.organization_id = ${organizationId} and contacts.custom_fields -> f.id is not null
    ) end as fields
    from contacts where contacts.organization_id = ${organizationId} and contacts.id = ${contactId}
  `.execute(trx)
  const [contact] = found.rows
  if (!contact) return null
  const named = contact.fields?.find(({ name }) => isNameOfZone(name))?.value?.trim()
  if (named && isTimeZone(named)) return { timeZone: named, source: 'field' }
  const country = contact.phoneNumber === null ? undefined : countryOfNumber(contact.phoneNumber)
  const timeZone = country && onlyTimeZoneOf(country, new Date())
  return timeZone ? { timeZone, source: 'phone' } : null
}

/** `Time zone`, `timezone`, `time_zone`. */
function isNameOfZone(name: string): boolean {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '') === 'timezone'
}
