import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { readPipelines } from './pipelines.ts'
import type { Pipeline } from './pipelines.ts'

/** Only an empty one: whoever deletes a pipeline has said before where each of its contacts belongs. */
export function deletePipeline(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    // All of them, in the order of whoever chooses a default; and against it no contact comes into one meanwhile.
    await sql`select id from pipelines where organization_id = ${organizationId} order by id for update`.execute(trx)
    const [pipeline] = await readPipelines(trx, organizationId, sql`p.id = ${id}`)
    if (!pipeline) throw notFound('pipeline')
    refuseNeeded(pipeline)
    await refuseUsed(trx, pipeline)
    await trx.deleteFrom('pipelines').where('organizationId', '=', organizationId).where('id', '=', id).execute()
    await record(trx, actor, 'pipeline.deleted', pipeline)
  })
}

function refuseNeeded({ defaultSince, isFirst, renames }: Pipeline): void {
  if (defaultSince) {
    throw new Refusal(409, 'pipeline_is_default', 'New contacts begin here: choose another default pipeline first.')
  }
  if (isFirst) {
    const message = 'The first pipeline stays: contacts that are in no other one are in it. Rename it instead.'
    throw new Refusal(409, 'pipeline_is_first', message)
  }
  if (renames.length > 0) {
    throw new Refusal(409, 'contacts_still_moving', 'Contacts still follow the last change: try again in a minute.')
  }
}

async function refuseUsed(trx: Trx, { organizationId, id }: Pipeline): Promise<void> {
  const found = await sql<{ contacts: number }>`
    select coalesce(sum(contacts), 0)::integer as contacts from contact_tallies
    where organization_id = ${organizationId} and pipeline_id = ${id}
  `.execute(trx)
  const count = found.rows[0]?.contacts ?? 0
  if (count === 0) return
  const are = count === 1 ? 'A contact is' : `${count} contacts are`
  throw new Refusal(409, 'pipeline_in_use', `${are} in this pipeline: move them to a stage of another one first.`)
}
