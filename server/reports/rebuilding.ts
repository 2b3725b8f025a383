import { sql } from 'kysely'
import type { Selectable } from 'kysely'

import { organizationIds } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { ReportRebuilds } from '../platform/schema.ts'
import { hoursOf } from './counting/hours.ts'
import { countConversations, countMessages } from './counting/pieces.ts'

type Rebuild = Selectable<ReportRebuilds>

/** From when on the log is counted. Where nobody ever counted, that is since the log begins; what was before is a job. */
export async function beginCounting(trx: Trx, organizationId: string): Promise<Date> {
  const known = await countedFromOf(trx, organizationId)
  if (known) return known
  const first = await trx
    .selectFrom('events')
    .select('createdAt')
    .where('organizationId', '=', organizationId)
    .where('isImported', '=', false)
    .where('position', 'is not', null)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst()
  return begin(trx, organizationId, first?.createdAt ?? new Date())
}

/** An organization came from another server: what it did not bring along counted is counted here. */
export async function beginAnew(trx: Trx, organizationId: string, at: Date): Promise<Date> {
  const brought = await trx
    .selectFrom('dailySums')
    .select('day')
    .where('organizationId', '=', organizationId)
    .limit(1)
    .executeTakeFirst()
  if (brought) return beginCounting(trx, organizationId)
  await trx.deleteFrom('reportRebuilds').where('organizationId', '=', organizationId).execute()
  return begin(trx, organizationId, at)
}

async function begin(trx: Trx, organizationId: string, countedFrom: Date): Promise<Date> {
  await trx
    .insertInto('reportRebuilds')
    .values({ organizationId, countedFrom, phase: 'conversations', conversationId: '', messageId: '' })
    .onConflict((conflict) => conflict.columns(['organizationId']).doNothing())
    .execute()
  await enqueue(trx, 'rebuild_reports', { organizationId })
  // Whoever began at the same time has said from when on.
  return (await countedFromOf(trx, organizationId)) ?? countedFrom
}

async function countedFromOf(trx: Trx, organizationId: string): Promise<Date | undefined> {
  const found = await trx
    .selectFrom('reportRebuilds')
    .select('countedFrom')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  return found?.countedFrom
}

/** Those of whom the log has told nothing since there are reports. */
export async function beginEverywhere(db: Database): Promise<void> {
  for (const organizationId of await organizationIds(db))
    await transact(db, (trx) => beginCounting(trx, organizationId))
}

/** One piece; how far it got is written with what it counted, so that each is counted once however often this is tried. */
export function rebuildReports(db: Database, organizationId: string): Promise<void> {
  return transact(db, async (trx) => {
    const held = await sql<Rebuild>`
      select * from report_rebuilds where organization_id = ${organizationId} and finished_at is null for update
    `.execute(trx)
    const rebuild = held.rows[0]
    const hours = await hoursOf(trx, organizationId)
    if (!rebuild || !hours) return
    const progress = await (rebuild.phase === 'conversations'
      ? countConversations(trx, rebuild, hours)
      : countMessages(trx, rebuild, hours))
    await trx.updateTable('reportRebuilds').set(progress).where('organizationId', '=', organizationId).execute()
    if (!progress.finishedAt) await enqueue(trx, 'rebuild_reports', { organizationId })
  })
}
