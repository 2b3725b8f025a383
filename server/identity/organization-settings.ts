import { isDeepStrictEqual } from 'node:util'

import type { Updateable } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { isCountry, toPhoneNumber } from '../platform/phone-numbers.ts'
import type { Organizations } from '../platform/schema.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import type { Organization } from './organizations.ts'
import { isTimeZone } from './time-zone.ts'

export interface OrganizationChanges {
  name?: string
  phoneNumber?: string | null
  address?: string | null
  country?: string
  timeZone?: string
  documentTypes?: Organization['documentTypes']
  contactProtectionPeriod?: number
  businessHours?: Organization['businessHours']
  holidays?: Organization['holidays']
  exceptionalHours?: Organization['exceptionalHours']
  allowUserBusinessHoursOverride?: boolean
}

interface Whereabouts {
  phoneNumber?: string | null | undefined
  country?: string | undefined
  timeZone?: string | undefined
}

/** The actor in the organization of this id: a SUPERADMIN reaches each, everybody else only the own. */
export async function reachOrganization(db: Database, actor: Actor, id: string): Promise<Actor> {
  if (actor.organizationId === id) return actor
  if (actor.role !== 'SUPERADMIN') throw notFound('organization')
  await findOrganization(db, id)
  return { ...actor, organizationId: id, userId: null, departmentId: null }
}

export async function findOrganization(db: Database, id: string): Promise<Organization> {
  const organization = await db
    .selectFrom('organizations')
    .selectAll()
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!organization) throw notFound('organization')
  return organization
}

/** Changes the actor's organization; what is so already leaves no event. Changes that depend on it are told what it is. */
export function updateOrganization(
  db: Database,
  actor: Actor,
  asked: OrganizationChanges | ((before: Organization) => OrganizationChanges),
): Promise<Organization> {
  return transact(db, async (trx) => {
    const before = await trx
      .selectFrom('organizations')
      .selectAll()
      .where('id', '=', actor.organizationId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const changes = checked(before, typeof asked === 'function' ? asked(before) : asked)
    if (isDeepStrictEqual({ ...before, ...changes }, before)) return before
    const organization = await trx
      .updateTable('organizations')
      .set({ ...stored(changes), updatedAt: new Date() })
      .where('id', '=', actor.organizationId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(trx, actor, 'organization.updated', organization)
    await audit(trx, actor, 'organization.updated', { ...before }, { ...organization })
    return organization
  })
}

/** Names are told apart as people do: `Contract` and `contract` are one. */
export function setDocumentTypes(
  db: Database,
  actor: Actor,
  documentTypes: Organization['documentTypes'],
): Promise<Organization> {
  const names = new Set<string>()
  for (const [index, { name }] of documentTypes.entries()) {
    if (name.trim() === '') throw invalid(`documentTypes.${index}.name`, 'it must not be blank.')
    if (names.has(name.trim().toLowerCase())) throw invalid(`documentTypes.${index}.name`, `"${name}" stands twice.`)
    names.add(name.trim().toLowerCase())
  }
  return updateOrganization(db, actor, {
    documentTypes: documentTypes.map((each) => ({ ...each, name: each.name.trim() })),
  })
}

/** Country, time zone and phone number as they are kept, or why not. */
export function checked<T extends Whereabouts>(before: Pick<Organization, 'country'>, changes: T): T {
  const { country, timeZone, phoneNumber } = changes
  if (country !== undefined && !isCountry(country)) {
    throw invalid('country', `"${country}" is no country: it takes a code of ISO 3166-1, such as US.`)
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalid('timezone', `"${timeZone}" is no time zone: it takes an IANA name, such as America/New_York.`)
  }
  if (!phoneNumber) return changes
  return { ...changes, phoneNumber: toPhoneNumber(phoneNumber, country ?? before.country) }
}

function stored({
  documentTypes,
  businessHours,
  holidays,
  exceptionalHours,
  ...rest
}: OrganizationChanges): Updateable<Organizations> {
  return {
    ...rest,
    ...(documentTypes && { documentTypes: JSON.stringify(documentTypes) }),
    ...(businessHours !== undefined && { businessHours: businessHours && JSON.stringify(businessHours) }),
    ...(holidays && { holidays: JSON.stringify(holidays) }),
    ...(exceptionalHours && { exceptionalHours: JSON.stringify(exceptionalHours) }),
  }
}
