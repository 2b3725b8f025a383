import { sql } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'
import type { Actor } from './actor.ts'
import { checked } from './organization-settings.ts'
import { foundOrganization } from './organizations.ts'
import type { NewOrganization, Organization } from './organizations.ts'
import type { NewUser, User } from './users.ts'

export interface OrganizationQuery {
  size: number
  cursor?: string
  search?: string
}

/** All there are, by name. */
export async function listOrganizations(
  db: Database,
  { size, cursor, search = '' }: OrganizationQuery,
): Promise<{ organizations: Organization[]; total: number; nextCursor: string | null }> {
  const [afterName, afterId] = cursor ? readCursor(cursor, 2) : [null, null]
  const like = `%${search.trim().replace(/[\\%_]/g, String.raw`\$&`)}%`
  const found = await sql<Organization & { sortedBy: string }>`
    select organizations.*, lower(name) as sorted_by from organizations
    where deleted_at is null and lower(name) like lower(${like}) and (${afterId}::text is null or (lower(name), id) > (${afterName}, ${afterId}))
    order by lower(name), id limit ${size}
  `.execute(db)
  const counted = await sql<{ total: number }>`
    select count(*) as total from organizations where deleted_at is null and lower(name) like lower(${like})
  `.execute(db)
  const last = found.rows.length === size ? found.rows.at(-1) : undefined
  return {
    organizations: found.rows,
    total: counted.rows[0]!.total,
    nextCursor: last ? writeCursor([last.sortedBy, last.id]) : null,
  }
}

/** Makes an organization with its first ADMIN, unless there is one of this name or phone number already. */
export function addOrganization(
  db: Database,
  actor: Actor,
  input: NewOrganization,
  admin: Omit<NewUser, 'accessRole'>,
): Promise<{ organization: Organization; user: User }> {
  const { country = 'US' } = input
  const { phoneNumber } = checked({ country }, input)
  return transact(db, async (trx) => {
    await refuseTwin(trx, input.name, phoneNumber ?? null)
    return foundOrganization(trx, { ...input, country, phoneNumber }, { ...admin, accessRole: 'ADMIN' }, actor)
  })
}

/**
 * No constraint: who registers or renames their own organization must not learn by it which others there are. The lock
 * makes of two that are added at once the second one see the first.
 */
async function refuseTwin(trx: Trx, name: string, phoneNumber: string | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('organizations'))`.execute(trx)
  const found = await sql<Organization>`
    select * from organizations where deleted_at is null and (lower(name) = lower(${name}) or phone_number = ${phoneNumber}) limit 1
  `.execute(trx)
  const [twin] = found.rows
  if (!twin) return
  const isSameNumber = phoneNumber !== null && twin.phoneNumber === phoneNumber
  const what = isSameNumber ? `the phone number ${phoneNumber}` : `the name ${twin.name}`
  throw new Refusal(409, 'organization_exists', `There is an organization with ${what} already.`, {
    details: [{ field: isSameNumber ? 'phoneNumber' : 'name', message: `There is ${twin.name} already.` }],
  })
}
