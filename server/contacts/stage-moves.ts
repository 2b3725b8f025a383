import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { enqueue } from '../platform/jobs.ts'
import type { Tasks } from '../platform/jobs.ts'
import { setStatus } from './bulk.ts'
import { lockPipeline } from './pipelines.ts'
import type { Pipeline, Rename } from './pipelines.ts'

const pieceSize = 1000

interface FollowRenames {
  organizationId: string
  pipelineId?: string
}

export function contactListTasks(db: Database): Tasks {
  return {
    follow_renames: ({ organizationId, pipelineId }: FollowRenames) =>
      transact(db, (trx) => followRenames(trx, systemActor(organizationId), pipelineId)),
  }
}

/** Moves as many contacts as one transaction should, and leaves the rest to a job. */
export async function followRenames(trx: Trx, asker: Actor, pipelineId?: string): Promise<void> {
  const pipeline = await lockPipeline(trx, asker, 'Contact', pipelineId)
  const actor = pipeline.renamedById === null ? asker : { ...asker, type: 'user' as const, id: pipeline.renamedById }
  let room = pieceSize
  let left = pipeline.renames
  while (left.length > 0 && room > 0) {
    const moved = await moveSome(trx, actor, pipeline, left[0]!, room)
    if (moved < room) left = left.slice(1)
    room -= moved
  }
  if (left.length < pipeline.renames.length) await keepRenames(trx, pipeline, left)
  if (left.length === 0) return
  await enqueue(trx, 'follow_renames', { organizationId: pipeline.organizationId, pipelineId: pipeline.id })
}

/** Who came to the old name after it was given to another stage is meant to be there. */
async function moveSome(
  trx: Trx,
  actor: Actor,
  { organizationId, id: pipelineId, isFirst, renamedAt }: Pipeline,
  { from, to }: Rename,
  limit: number,
): Promise<number> {
  const found = await sql<{ id: string }>`
    select id from contacts
    where organization_id = ${organizationId} and status = ${from}
      and ${isFirst ? sql`pipeline_id is null` : sql`pipeline_id = ${pipelineId}`}
      and coalesce(status_changed_at, created_at) <= ${renamedAt}
    order by id limit ${limit} for no key update
  `.execute(trx)
  await setStatus(
    trx,
    actor,
    found.rows.map(({ id }) => id),
    { status: to },
  )
  return found.rows.length
}

async function keepRenames(trx: Trx, { organizationId, id }: Pipeline, renames: Rename[]): Promise<void> {
  await trx
    .updateTable('pipelines')
    .set({ renames: JSON.stringify(renames) })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
