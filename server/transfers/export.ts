import type { Readable } from 'node:stream'

import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { audit } from '../identity/audit.ts'
import { findOrganization } from '../identity/organization-settings.ts'
import type { Organization } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, tooMany } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { Storage } from '../platform/storage.ts'
import { fileLines } from './departure/files.ts'
import { packed } from './departure/packing.ts'
import { countRows, rowsOf } from './departure/rows.ts'
import { format, version } from './format.ts'
import type { Head } from './format.ts'
import { sections } from './tables.ts'
import type { Section } from './tables/section.ts'

/** Each holds a connection for as long as its reader takes. */
const mostAtOnce = 4
let running = 0

/** Everything that belongs to the organization, as it stands at this moment, however long the reading takes; packed. */
export async function exportOrganization(db: Database, actor: Actor, storage: Storage): Promise<Readable> {
  const organization = await findOrganization(db, actor.organizationId)
  await noteExport(db, actor, organization)
  if (running >= mostAtOnce) {
    throw tooMany('too_many_exports', 'Several organizations are being exported: try again in a few minutes.', 120)
  }
  running++
  return openSnapshot(db, organization, storage).catch((error: unknown) => {
    running--
    throw error
  })
}

async function openSnapshot(db: Database, organization: Organization, storage: Storage): Promise<Readable> {
  const snapshot = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  try {
    await takeTurn(snapshot, organization.id)
    await refuseErasing(snapshot, organization.id)
  } catch (error) {
    await snapshot.rollback().execute()
    throw error
  }
  return packed(linesOf(snapshot, organization, storage), () => {
    running--
    return snapshot.rollback().execute()
  })
}

/** Who took everything along is something that people will want to know. */
function noteExport(db: Database, actor: Actor, { id, name }: Organization): Promise<void> {
  return transact(db, async (trx) => {
    await record(trx, actor, 'organization.exported', { id })
    await audit(trx, actor, 'organization.exported', null, { id, name })
  })
}

/** One reader of an organization at a time. */
async function takeTurn(db: Database, organizationId: string): Promise<void> {
  const key = `export ${organizationId}`
  const locked = await sql<{ isLocked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${key}, 0)) as is_locked
  `.execute(db)
  if (locked.rows[0]!.isLocked) return
  throw new Refusal(409, 'export_running', 'This organization is being exported: wait until that has ended.')
}

/** Of somebody who is being erased something stands anywhere still: in messages, in files, in the log. */
async function refuseErasing(db: Database, organizationId: string): Promise<void> {
  const erasing = await db
    .selectFrom('erasures')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('finishedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  if (!erasing) return
  const message = 'Somebody is being erased, and nothing of them is to leave: try again in a few minutes.'
  throw new Refusal(409, 'erasure_running', message)
}

async function* linesOf(db: Database, organization: Organization, storage: Storage): AsyncGenerator<string> {
  const counts: Record<string, number> = {}
  for (const section of sections) counts[section.name] = await countRows(db, organization.id, section)
  const { id, name } = organization
  const head: Head = { format, version, exportedAt: new Date().toISOString(), organization: { id, name }, counts }
  yield toLine(head)
  const written: Record<string, number> = {}
  for (const section of sections) {
    written[section.name] = 0
    for await (const rows of rowsOf(db, id, section)) {
      written[section.name]! += rows.length
      if (section.name === 'files') yield* rowsWithFiles(section, rows, { organizationId: id, storage })
      else yield rows.map((row) => toLine({ table: section.name, row })).join('')
    }
  }
  yield toLine({ end: { counts: written } })
}

async function* rowsWithFiles(
  { name }: Section,
  rows: Array<Record<string, unknown>>,
  { organizationId, storage }: { organizationId: string; storage: Storage },
): AsyncGenerator<string> {
  for (const row of rows) {
    yield toLine({ table: name, row })
    if (row['storedAt'] === null) continue
    for await (const line of fileLines(storage, { organizationId, id: String(row['id']) })) yield toLine(line)
  }
}

function toLine(value: object): string {
  return `${JSON.stringify(value)}\n`
}
