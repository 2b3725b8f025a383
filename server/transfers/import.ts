import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { enqueue } from '../platform/jobs.ts'
import type { OrganizationImports } from '../platform/schema.ts'
import type { Storage } from '../platform/storage.ts'
import { sections } from './tables.ts'
import { putAside } from './upload.ts'

export type OrganizationImport = Omit<Selectable<OrganizationImports>, 'counts'> & { counts: Record<string, number> }

export type ImportKey = Pick<OrganizationImport, 'organizationId' | 'id'>

/** Where the file waits until all of it is in the database. */
export function uploadKey({ organizationId, id }: ImportKey): string {
  return `${organizationId}/transfers/${id}`
}

/**
 * Takes in what an export wrote, for an organization that has nothing yet. What is wrong with the file as such is said here;
 * it becomes rows by a job, and all of them are there at one moment, or none.
 */
export async function importOrganization(
  db: Database,
  actor: Actor,
  storage: Storage,
  source: AsyncIterable<Buffer>,
): Promise<OrganizationImport> {
  const { organizationId } = actor
  await refuseUnlessEmpty(db, organizationId)
  const key = { organizationId, id: newId() }
  const checked = await putAside(storage, uploadKey(key), source)
  try {
    return await transact(db, (trx) => begin(trx, actor, { ...key, ...checked }))
  } catch (error) {
    await storage.remove(uploadKey(key))
    throw violates(error, 'organization_imports_running') ? isRunning() : error
  }
}

async function begin(
  trx: Trx,
  actor: Actor,
  { counts, ...row }: ImportKey & { lines: number; counts: Record<string, number> },
): Promise<OrganizationImport> {
  await holdOrganization(trx, actor.organizationId)
  await refuseUnlessEmpty(trx, actor.organizationId)
  const begun = await trx
    .insertInto('organizationImports')
    .values({
      ...row,
      counts: JSON.stringify(counts),
      actorType: actor.type,
      actorId: actor.id,
      createdAt: new Date(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(trx, actor, 'organization.importStarted', begun)
  await audit(trx, actor, 'organization.importStarted', null, { id: begun.id, lines: begun.lines })
  const { organizationId, id } = begun
  await enqueue(trx, 'import_organization', { organizationId, id } satisfies ImportKey)
  return begun as unknown as OrganizationImport
}

/** The last one. */
export async function findOrganizationImport(db: Database, actor: Actor): Promise<OrganizationImport> {
  const found = await db
    .selectFrom('organizationImports')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound('import')
  return found as unknown as OrganizationImport
}

/** Until the transaction ends nothing new comes into the organization, and it is not deleted. */
export async function holdOrganization(trx: Trx, organizationId: string): Promise<void> {
  const held = await trx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!held) throw notFound('organization')
}

/** People and their settings may be there, and a log; nothing of what they work with. */
async function refuseUnlessEmpty(db: Database, organizationId: string): Promise<void> {
  const running = await db
    .selectFrom('organizationImports')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('failedAt', 'is', null)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  if (running) throw isRunning()
  const filled: string[] = []
  for (const { name, table, mayHaveRows, isReplaced } of sections) {
    if (mayHaveRows || isReplaced || name === 'organizations') continue
    const found = await sql`
      select organization_id from ${sql.table(table)} where organization_id = ${organizationId} limit 1
    `.execute(db)
    if (found.rows.length > 0) filled.push(name)
  }
  if (filled.length === 0) return
  const message = `Only an organization that is empty can be imported into; this one has ${filled.join(', ')}.`
  throw new Refusal(409, 'organization_not_empty', message)
}

function isRunning(): Refusal {
  return new Refusal(409, 'import_running', 'An import into this organization is running: wait until it has ended.')
}
