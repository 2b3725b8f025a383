import { randomBytes } from 'node:crypto'

import { sql } from 'kysely'

import type { Config } from '../platform/config.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { foundOrganization } from './organizations.ts'

/** Makes the first organization and its SUPERADMIN where there is none yet; answers the log-in that it made. */
export function prepareFirstStart(
  db: Database,
  config: Config,
): Promise<{ email: string; password: string } | undefined> {
  return transact(db, async (trx) => {
    // Two processes starting on an empty database must not both found it.
    await sql`select pg_advisory_xact_lock(hashtext('tether first start'))`.execute(trx)
    const someone = await trx.selectFrom('logins').select('email').limit(1).executeTakeFirst()
    if (someone) return undefined

    const email = config.adminEmail
    const password = config.adminPassword ?? randomBytes(12).toString('base64url')
    await foundOrganization(
      trx,
      { name: 'My organization', awaitsSetUp: config.adminPassword === undefined },
      { email, password, fullName: 'Super Admin', accessRole: 'SUPERADMIN' },
    )
    return { email, password }
  })
}
