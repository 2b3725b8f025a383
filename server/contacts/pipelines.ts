import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
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
  /** The one in which contacts are that have no pipeline_id. */
  isFirst: boolean
  defaultSince: Date | null
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

export const defaultStages = [
  { name: 'New Lead', color: '#3B82F6' },
  { name: 'Contacted', color: '#F59E0B' },
  { name: 'Qualified', color: '#8B5CF6' },
  { name: 'Customer', color: '#10B981' },
  { name: 'Lost', color: '#6B7280' },
]

/**
 * The statuses in their order: of the pipeline with this id, or else of the default one. Until somebody names others there are
 * some that most can work with.
 */
export async function findPipeline(db: Database, actor: Actor, type: PipelineType, id?: string): Promise<Pipeline> {
  const { organizationId } = actor
  if (id === undefined) {
    const [found] = await readPipelines(db, organizationId, sql`p.type = ${type} and p.default_since is not null`)
    return found ?? transact(db, (trx) => makePipeline(trx, organizationId, type))
  }
  const [found] = await readPipelines(db, organizationId, sql`p.id = ${id}`)
  if (found?.type !== type) throw notFound('pipeline')
  return found
}

/** The default one first, then as they were made. */
export async function listPipelines(db: Database, actor: Actor, type: PipelineType): Promise<Pipeline[]> {
  const found = await readPipelines(db, actor.organizationId, sql`p.type = ${type}`)
  return found.length > 0 ? found : [await findPipeline(db, actor, type)]
}

export async function readPipelines(
  db: Database,
  organizationId: string,
  condition: RawBuilder<unknown>,
): Promise<Pipeline[]> {
  const found = await sql<Pipeline>`
    select p.id, p.organization_id, p.type, p.name, p.description, p.is_first, p.default_since, p.renames, p.renamed_at,
      p.renamed_by_id, p.created_at, p.updated_at, coalesce((
        select json_agg(json_build_object('id', s.id, 'name', s.name, 'color', s.color) order by s.position)
        from pipeline_stages s where s.organization_id = ${organizationId} and s.pipeline_id = p.id
      ), '[]') as stages
    from pipelines p where p.organization_id = ${organizationId} and ${condition}
    order by p.default_since is null, p.id
  `.execute(db)
  return found.rows
}

async function makePipeline(trx: Trx, organizationId: string, type: PipelineType): Promise<Pipeline> {
  const now = new Date()
  const row = { organizationId, id: newId(now), type, name: `${type} pipeline`, description: '' }
  const made = await trx
    .insertInto('pipelines')
    .values({ ...row, isFirst: true, defaultSince: now, createdAt: now, updatedAt: now })
    // Of whichever constraint: there is one first, and one default, and either may be noticed before the other.
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  // Whoever asked first at the same time has made it by now.
  if (made) {
    const stages = defaultStages.map((stage) => ({ id: newId(now), ...stage }))
    await insertStages(trx, organizationId, made.id, stages)
  }
  const [pipeline] = await readPipelines(trx, organizationId, sql`p.type = ${type} and p.default_since is not null`)
  if (made) await record(trx, systemActor(organizationId), 'pipeline.created', pipeline!)
  return pipeline!
}

export async function insertStages(
  trx: Trx,
  organizationId: string,
  pipelineId: string,
  stages: Stage[],
): Promise<void> {
  const rows = stages.map((stage, position) => ({ organizationId, pipelineId, position, ...stage }))
  await trx.insertInto('pipelineStages').values(rows).execute()
}

/** Finds it and holds it until the transaction ends. */
export async function lockPipeline(trx: Trx, actor: Actor, type: PipelineType, pipelineId?: string): Promise<Pipeline> {
  const { id } = await findPipeline(trx, actor, type, pipelineId)
  await sql`select id from pipelines where organization_id = ${actor.organizationId} and id = ${id} for update`.execute(
    trx,
  )
  return findPipeline(trx, actor, type, id)
}

export async function replaceStages(trx: Trx, { organizationId, id }: Pipeline, stages: Stage[]): Promise<void> {
  await trx
    .deleteFrom('pipelineStages')
    .where('organizationId', '=', organizationId)
    .where('pipelineId', '=', id)
    .execute()
  await insertStages(trx, organizationId, id, stages)
}

export function defaultStatus(): string {
  return defaultStages[0]!.name
}

/** The stages of who has not named any yet. */
export function defaultStatuses(): string[] {
  return defaultStages.map(({ name }) => name)
}
