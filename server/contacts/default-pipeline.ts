import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { findPipeline, readPipelines } from './pipelines.ts'
import type { Pipeline } from './pipelines.ts'

/** Where new contacts begin from now on. Those that there are stay where they are. */
export function setDefaultPipeline(db: Database, actor: Actor, id: string): Promise<Pipeline> {
  return transact(db, async (trx) => {
    const { organizationId } = actor
    // All of them, in one order: of two who choose at once, the second sees what the first chose.
    await sql`select id from pipelines where organization_id = ${organizationId} order by id for update`.execute(trx)
    const [pipeline] = await readPipelines(trx, organizationId, sql`p.id = ${id}`)
    if (!pipeline) throw notFound('pipeline')
    if (pipeline.defaultSince) return pipeline

    const now = new Date()
    await sql`
      update pipelines set default_since = null
      where organization_id = ${organizationId} and type = ${pipeline.type} and default_since is not null
    `.execute(trx)
    await sql`
      update pipelines set default_since = ${now}, updated_at = ${now} where organization_id = ${organizationId} and id = ${id}
    `.execute(trx)
    const chosen = await findPipeline(trx, actor, pipeline.type, id)
    await record(trx, actor, 'pipeline.madeDefault', chosen)
    return chosen
  })
}
