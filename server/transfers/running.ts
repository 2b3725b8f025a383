import { randomBytes } from 'node:crypto'

import { sql } from 'kysely'

import { audit } from '../identity/audit.ts'
import { checked } from '../identity/organization-settings.ts'
import type { Organization } from '../identity/organizations.ts'
import { hashPassword } from '../identity/passwords.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Author } from '../platform/events/record.ts'
import type { Storage } from '../platform/storage.ts'
import type { Arrival } from './arrival/arrival.ts'
import { BrokenFile } from './arrival/broken.ts'
import { removeFiles } from './arrival/files.ts'
import { Ids } from './arrival/ids.ts'
import { placeAll } from './arrival/placing.ts'
import { partsOf } from './arrival/reading.ts'
import { openLogIns, rebuild } from './arrival/rebuilding.ts'
import { holdOrganization, uploadKey } from './import.ts'
import type { ImportKey, OrganizationImport } from './import.ts'

const progressMilliseconds = 1000

export interface Landing {
  db: Database
  storage: Storage
  /** A secret of this server. */
  encryptionKey: string
}

/**
 * All of it in one transaction: so nobody meets half an organization, no worker takes any of it up before the rest is there,
 * and a crash leaves nothing. It may take minutes, unlike other jobs; therefore it heeds the word that the server stops, is
 * begun anew by whoever starts next, and two at once are one.
 */
export async function runImport(landing: Landing, key: ImportKey, signal?: AbortSignal): Promise<void> {
  const { db, storage } = landing
  const row = await readRunning(db, key)
  if (!row) return storage.remove(uploadKey(key))
  try {
    await transact(db, (trx) => land(landing, trx, row, signal))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await giveUp(landing, row, error)
  }
  await storage.remove(uploadKey(key))
}

async function land(landing: Landing, trx: Trx, row: OrganizationImport, signal?: AbortSignal): Promise<void> {
  const { organizationId, id } = row
  await takeTurn(trx, id)
  const { parts, ids } = await opened(landing, row)
  const arrival: Arrival = {
    trx,
    storage: landing.storage,
    organizationId,
    ids,
    at: new Date(),
    passwordHash: await hashPassword(randomBytes(32).toString('base64url')),
    present: await presentUsers(trx, organizationId),
    renamed: [],
  }
  await clear(trx, organizationId)
  await placeAll(arrival, parts, progress(landing.db, row, signal))
  await holdOrganization(trx, organizationId)
  await refuseOthers(trx, row)
  await rebuild(arrival)
  await settle(arrival, row)
  await finish(trx, row, await openLogIns(trx, organizationId))
}

/** Two processes may have been given the same job, if the first was taken for dead. */
async function takeTurn(trx: Trx, id: string): Promise<void> {
  const locked = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`import ${id}`}, 0)) as is_locked
  `.execute(trx)
  if (!locked.rows[0]!.isLocked) throw new Error('This import is running already.')
}

async function opened({ storage, encryptionKey }: Landing, row: OrganizationImport) {
  const parts = partsOf(storage.readStream(uploadKey(row)))
  const { value: first } = await parts.next()
  if (first?.kind !== 'head') throw new BrokenFile(1, 'this is no export of an organization.', 'no_export')
  return { parts, ids: new Ids(encryptionKey, row.organizationId, first.head.organization.id) }
}

async function presentUsers(trx: Trx, organizationId: string): Promise<Map<string, string>> {
  const users = await trx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('organizationId', '=', organizationId)
    .where('deletedAt', 'is', null)
    .execute()
  return new Map(users.map(({ id, email }) => [email, id]))
}

/** What every organization is given when somebody first looks makes room. */
async function clear(trx: Trx, organizationId: string): Promise<void> {
  try {
    await sql`delete from pipelines where organization_id = ${organizationId}`.execute(trx)
  } catch (error) {
    throw violates(error, 'contacts_pipeline_id_fkey') ? addedMeanwhile('contacts') : error
  }
}

/** Outside the transaction, so that others see it. */
function progress(db: Database, { organizationId, id }: ImportKey, signal: AbortSignal | undefined) {
  let toldAt = Date.now()
  return async (line: number) => {
    if (signal?.aborted) throw new Error('The server stops: the import begins anew when it is back.')
    if (Date.now() - toldAt < progressMilliseconds) return
    toldAt = Date.now()
    await db
      .updateTable('organizationImports')
      .set({ linesRead: line })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .execute()
  }
}

/** Somebody may have begun to work here meanwhile; then it would not be one organization that was taken along. */
async function refuseOthers(trx: Trx, { organizationId, counts }: OrganizationImport): Promise<void> {
  for (const table of ['contacts', 'channels', 'conversations', 'departments', 'templates'] as const) {
    const { rows } = await trx
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('organizationId', '=', organizationId)
      .executeTakeFirstOrThrow()
    if (rows === counts[table]) continue
    throw addedMeanwhile(table)
  }
}

function addedMeanwhile(what: string): Refusal {
  return new Refusal(409, 'organization_not_empty', `Somebody added ${what} while the import was running.`)
}

async function settle({ trx, organizationId, settings, at }: Arrival, row: OrganizationImport): Promise<void> {
  if (!settings) return
  const { country, timeZone, phoneNumber, ...rest } = settings as unknown as Organization
  const whereabouts = whereaboutsOf({ country, timeZone, phoneNumber })
  const { documentTypes, businessHours, holidays, exceptionalHours, ...others } = rest
  const updated = await trx
    .updateTable('organizations')
    .set({
      ...whereabouts,
      ...others,
      documentTypes: JSON.stringify(documentTypes),
      businessHours: businessHours && JSON.stringify(businessHours),
      holidays: JSON.stringify(holidays),
      exceptionalHours: JSON.stringify(exceptionalHours),
      updatedAt: at,
    })
    .where('id', '=', organizationId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(trx, authorOf(row), 'organization.updated', updated)
}

function whereaboutsOf(said: Pick<Organization, 'country' | 'timeZone' | 'phoneNumber'>) {
  try {
    return checked({ country: said.country }, said)
  } catch (error) {
    throw error instanceof Refusal ? new BrokenFile(2, error.message) : error
  }
}

async function finish(trx: Trx, row: OrganizationImport, emailsTaken: string[]): Promise<void> {
  const { organizationId, id, lines } = row
  const finished = await trx
    .updateTable('organizationImports')
    .set({ linesRead: lines, finishedAt: new Date(), emailsTaken })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await record(trx, authorOf(row), 'organization.imported', finished)
  await audit(trx, authorOf(row), 'organization.imported', null, { id, lines })
}

/** The organization is as empty as it was; the files that came with it go, and why is kept. */
async function giveUp(landing: Landing, row: OrganizationImport, { code, message, ...error }: Refusal): Promise<void> {
  const { ids, parts } = await opened(landing, row)
  await parts.return(undefined)
  await removeFiles(landing.storage, uploadKey(row), row.organizationId, ids)
  const { organizationId, id } = row
  await transact(landing.db, async (trx) => {
    const failed = await trx
      .updateTable('organizationImports')
      .set({
        failedAt: new Date(),
        errorCode: code,
        errorMessage: message,
        errorLine: 'line' in error ? Number(error.line) : null,
      })
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    if (failed) await record(trx, authorOf(row), 'organization.importFailed', failed)
  })
}

async function readRunning(db: Database, { organizationId, id }: ImportKey): Promise<OrganizationImport | undefined> {
  const found = await db
    .selectFrom('organizationImports')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .where('failedAt', 'is', null)
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return found as unknown as OrganizationImport | undefined
}

function authorOf({ organizationId, actorType, actorId }: OrganizationImport): Author {
  return { organizationId, type: actorType, id: actorId }
}
