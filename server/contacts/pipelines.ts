import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { systemActor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'

export type PipelineType = 'Contact' | 'Application'

export interface Stage {
  id: string
  name: string
  color: string
}

/** Contacts of the one status are still to follow to the other. */
export interface Rename {
  from: string
  to: string
}

export interface Pipeline {
  id: string
  organizationId: string
  type: PipelineType
  name: string
  description: string
  stages: Stage[]
  renames: Rename[]
  renamedAt: Date | null
  renamedById: string | null
  createdAt: Date
  updatedAt: Date
}

const defaultStages = [
  { name: 'New Lead', color: '#3B82F6' },
  { name: 'Contacted', color: '#F59E0B' },
  { name: 'Qualified', color: '#8B5CF6' },
  { name: 'Customer', color: '#10B981' },
  { name: 'Lost', color: '#6B7280' },
]

/** The statuses of the organization in their order. Until somebody names others there are some that most can work with. */
export async function findPipeline(db: Database, actor: Actor, type: PipelineType): Promise<Pipeline> {
  const found = await readPipeline(db, actor.organizationId, type)
  return found ?? transact(db, (trx) => makePipeline(trx, actor.organizationId, type))
}

/** The statuses that a list means by ids; of a pipeline's id it is only asked that there is such a one. */
export async function statusOf(
  db: Database,
  actor: Actor,
  { pipelineId, pipelineStage }: { pipelineId?: string | undefined; pipelineStage?: string | undefined },
): Promise<{ statuses?: string[] }> {
  if (pipelineId !== undefined) await checkPipeline(db, actor, pipelineId)
  if (pipelineStage === undefined) return {}
  return { statuses: [(await findStage(db, actor, pipelineStage)).name] }
}

async function checkPipeline(db: Database, actor: Actor, id: string): Promise<void> {
  const found = await db
    .selectFrom('pipelines')
    .select('id')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound('pipeline')
}

export async function findStage(db: Database, actor: Actor, id: string): Promise<Stage> {
  const found = await db
    .selectFrom('pipelineStages')
    .select(['id', 'name', 'color'])
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!found) throw notFound('stage')
  return found
}

/** Where a new contact begins. */
export async function firstStatus(db: Database, organizationId: string): Promise<string> {
  const found = await sql<{ name: string }>`
    select s.name from pipelines p
    join pipeline_stages s on s.organization_id = ${organizationId} and s.pipeline_id = p.id
    where p.organization_id = ${organizationId} and p.type = 'Contact' order by s.position limit 1
  `.execute(db)
  return found.rows[0]?.name ?? defaultStages[0]!.name
}

async function readPipeline(db: Database, organizationId: string, type: PipelineType): Promise<Pipeline | undefined> {
  const found = await sql<Pipeline>`
    select p.id, p.organization_id, p.type, p.name, p.description, p.renames, p.renamed_at, p.renamed_by_id, p.created_at,
      p.updated_at, coalesce((
        select json_agg(json_build_object('id', s.id, 'name', s.name, 'color', s.color) order by s.position)
        from pipeline_stages s where s.organization_id = ${organizationId} and s.pipeline_id = p.id
      ), '[]') as stages
    from pipelines p where p.organization_id = ${organizationId} and p.type = ${type}
  `.execute(db)
  return found.rows[0]
}

async function makePipeline(trx: Trx, organizationId: string, type: PipelineType): Promise<Pipeline> {
  const now = new Date()
  const id = newId(now)
  const made = await trx
    .insertInto('pipelines')
    .values({ organizationId, id, type, name: `${type} pipeline`, description: '', createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.columns(['organizationId', 'type']).doNothing())
    .returning('id')
    .executeTakeFirst()
  // Whoever asked first at the same time has made it by now.
  if (made) {
    await insertStages(
      trx,
      organizationId,
      id,
      defaultStages.map((stage) => ({ id: newId(now), ...stage })),
    )
  }
  const pipeline = await readPipeline(trx, organizationId, type)
  if (made) await record(trx, systemActor(organizationId), 'pipeline.created', pipeline!)
  return pipeline!
}

async function insertStages(trx: Trx, organizationId: string, pipelineId: string, stages: Stage[]): Promise<void> {
  const rows = stages.map((stage, position) => ({ organizationId, pipelineId, position, ...stage }))
  await trx.insertInto('pipelineStages').values(rows).execute()
}

/** Finds it and holds it until the transaction ends. */
export async function lockPipeline(trx: Trx, actor: Actor, type: PipelineType): Promise<Pipeline> {
  const { id } = await findPipeline(trx, actor, type)
  await sql`select id from pipelines where organization_id = ${actor.organizationId} and id = ${id} for update`.execute(
    trx,
  )
  return (await readPipeline(trx, actor.organizationId, type))!
}

export async function replaceStages(trx: Trx, { organizationId, id }: Pipeline, stages: Stage[]): Promise<void> {
  await trx
    .deleteFrom('pipelineStages')
    .where('organizationId', '=', organizationId)
    .where('pipelineId', '=', id)
    .execute()
  await insertStages(trx, organizationId, id, stages)
}
