import type { Selectable } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Organizations } from '../platform/schema.ts'
import { systemActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { hashPassword } from './passwords.ts'
import { insertUser, withoutSecrets } from './users.ts'
import type { NewUser, User } from './users.ts'

export type Organization = Selectable<Organizations>

export interface NewOrganization {
  name: string
  /** ISO 3166-1 alpha-2: whose national numbers its people write. */
  country?: string | undefined
  timeZone?: string | undefined
  phoneNumber?: string | null | undefined
  address?: string | null | undefined
  /** Until somebody names it. */
  awaitsSetUp?: boolean
}

/** Makes an organization and its first user, or neither. */
export async function foundOrganization(
  db: Database,
  input: NewOrganization,
  founder: NewUser,
  author?: Actor,
): Promise<{ organization: Organization; user: User }> {
  const passwordHash = await hashPassword(founder.password)
  return transact(db, async (trx) => {
    const organization = await insertOrganization(trx, input)
    const user = await insertUser(trx, organization.id, founder, passwordHash)
    const actor = author ? { ...author, organizationId: organization.id } : systemActor(organization.id)
    await record(trx, actor, 'organization.founded', organization)
    await record(trx, actor, 'user.added', withoutSecrets(user))
    if (author) await audit(trx, actor, 'user.added', null, withoutSecrets(user))
    return { organization, user }
  })
}

function insertOrganization(
  trx: Trx,
  { name, country = 'US', timeZone = 'UTC', phoneNumber = null, address = null, awaitsSetUp }: NewOrganization,
): Promise<Organization> {
  const now = new Date()
  return trx
    .insertInto('organizations')
    .values({
      id: newId(now),
      name,
      country,
      timeZone,
      phoneNumber,
      address,
      setUpAt: awaitsSetUp ? null : now,
      createdAt: now,
      updatedAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function countryOf(db: Database, organizationId: string): Promise<string> {
  const organization = await db
    .selectFrom('organizations')
    .select('country')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return organization.country
}

export async function organizationIds(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('organizations').select('id').where('deletedAt', 'is', null).execute()
  return rows.map((row) => row.id)
}

/** Owns what arrives for nobody in particular. */
export async function firstAdmin(db: Database, organizationId: string): Promise<string> {
  const user = await db
    .selectFrom('users')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('accessRole', 'in', ['SUPERADMIN', 'ADMIN'])
    .where('deletedAt', 'is', null)
    .orderBy('disabledAt', (order) => order.desc().nullsFirst())
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  return user.id
}
