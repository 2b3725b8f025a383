import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { countryOf } from '../identity/organizations.ts'
import type { Database, Trx } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { toCustomValue } from './custom-values.ts'
import type { CustomField, CustomValue } from './custom-values.ts'

/** Any of these values in one field, each as the contact would keep it. */
export type CustomFilter = Array<Record<string, unknown>>

interface CustomValues {
  /** As contacts keep them; null takes a value away. */
  byId: Record<string, CustomValue | null>
  byKey: Record<string, CustomValue | null>
}

/** The fields of contacts that the organization made for itself. */
export function findCustomFields(db: Database, organizationId: string): Promise<CustomField[]> {
  return db.selectFrom('contactFields').selectAll().where('organizationId', '=', organizationId).execute()
}

/** The values of a contact by the names that their fields have now; nothing is asked for those who have none. */
export function customFieldsColumn(organizationId: string): RawBuilder<unknown> {
  return sql`
    case when contacts.custom_fields <> '{}' then (
      select jsonb_object_agg(f.key, contacts.custom_fields -> f.id) from contact_fields f
      where f.organization_id = ${organizationId} and contacts.custom_fields -> f.id is not null
    ) end as custom_fields`
}

/** What the organization has fields for, each as its type wants it, or why not. Other names are ignored. */
export async function readCustomValues(
  db: Database,
  organizationId: string,
  given: Record<string, unknown>,
): Promise<CustomValues> {
  const values: CustomValues = { byId: {}, byKey: {} }
  if (Object.keys(given).length === 0) return values
  const fields = (await findCustomFields(db, organizationId)).filter(({ key }) => Object.hasOwn(given, key))
  const country = await countryFor(db, organizationId, fields)
  for (const field of fields) {
    const value = given[field.key]
    const read = value === null ? null : toCustomValue(field, value, country)
    values.byId[field.id] = read
    values.byKey[field.key] = read
  }
  return values
}

/** Sets these values beside the others that the contact has. */
export async function setCustomFields(
  trx: Trx,
  organizationId: string,
  contactId: string,
  given: Record<string, unknown>,
): Promise<void> {
  const values = Object.entries((await readCustomValues(trx, organizationId, given)).byId)
  if (values.length === 0) return
  const set = JSON.stringify(Object.fromEntries(values.filter(([, value]) => value !== null)))
  const unset = values.filter(([, value]) => value === null).map(([id]) => id)
  await sql`
    update contacts set custom_fields = (custom_fields || ${set}::jsonb) - ${unset}::text[]
    where organization_id = ${organizationId} and id = ${contactId}
  `.execute(trx)
}

/** Reads `{"plan": "gold", "budget": [1000, 2000]}`: gold, and one of the two budgets. */
export async function readCustomFilters(
  db: Database,
  { organizationId }: Pick<Actor, 'organizationId'>,
  asked: string | object,
): Promise<CustomFilter[]> {
  const wanted = new Map(Object.entries(typeof asked === 'string' ? parse(asked) : asked))
  const fields = (await findCustomFields(db, organizationId)).filter(({ key }) => wanted.has(key))
  const unknown = [...wanted.keys()].find((key) => !fields.some((field) => field.key === key))
  if (unknown !== undefined) throw invalid('customFilters', `there is no field "${unknown.slice(0, 64)}".`)
  const country = await countryFor(db, organizationId, fields)
  return fields.map((field) => {
    const values = [wanted.get(field.key)].flat()
    if (values.length > 100) throw invalid('customFilters', `${field.key} may be one of 100 values at most.`)
    return values.map((value) => ({ [field.id]: toCustomValue(field, value, country) }))
  })
}

/** Along the index `contacts_custom_fields`, which holds only contacts that have any. */
export function havingCustomFields(filters: CustomFilter[] = []): Array<RawBuilder<unknown>> {
  return filters.map((values) => {
    const any = values.map((value) => sql`contacts.custom_fields @> ${JSON.stringify(value)}::jsonb`)
    return sql`contacts.custom_fields <> '{}' and (${any.length > 0 ? sql.join(any, sql` or `) : sql`false`})`
  })
}

/** Asked for only where it matters: a phone number may come without its country. */
async function countryFor(db: Database, organizationId: string, fields: CustomField[]): Promise<string> {
  return fields.some(({ dataType }) => dataType === 'phone') ? countryOf(db, organizationId) : ''
}

function parse(text: string): object {
  try {
    const filters: unknown = JSON.parse(text)
    if (typeof filters === 'object' && filters !== null && !Array.isArray(filters)) return filters
  } catch {
    // Said below.
  }
  throw invalid('customFilters', 'it must be JSON such as {"plan":"gold","budget":[1000,2000]}.')
}
