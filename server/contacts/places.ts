import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { defaultStatus, findPipeline } from './pipelines.ts'
import type { Stage } from './pipelines.ts'
import { knownStatus, statusKey } from './statuses.ts'

/** Where a contact stands: in which pipeline, as contacts keep it, null being the first one; and there in which status. */
export interface Place {
  pipelineId: string | null
  status: string
}

export interface PlaceFields {
  status?: string | undefined
  pipelineId?: string | null | undefined
  /** The id of a stage. */
  pipelineStage?: string | null | undefined
}

/** Where a new contact begins: in the default pipeline. */
export async function firstPlace(db: Database, organizationId: string): Promise<Place> {
  const found = await sql<Place>`
    select case when p.is_first then null else p.id end as pipeline_id, s.name as status from pipelines p
    join pipeline_stages s on s.organization_id = ${organizationId} and s.pipeline_id = p.id
    where p.organization_id = ${organizationId} and p.type = 'Contact' and p.default_since is not null
    order by s.position limit 1
  `.execute(db)
  return found.rows[0] ?? { pipelineId: null, status: defaultStatus() }
}

/** Where it is to stand by what was asked for; the status is free text, in the spelling that is known. */
export async function placeFor(
  db: Database,
  actor: Actor,
  { status, pipelineId, pipelineStage }: PlaceFields,
  before?: Place,
): Promise<Partial<Place>> {
  if (pipelineStage) {
    const stage = await findStage(db, actor, pipelineStage)
    if (stage.type !== 'Contact') throw notFound('stage')
    refuseOther(stage, status)
    await holdPipeline(db, actor, kept(stage), before)
    if (pipelineId && pipelineId !== stage.pipelineId) {
      await findPipeline(db, actor, 'Contact', pipelineId)
      throw invalid('pipelineStage', 'it is a stage of another pipeline than pipelineId.')
    }
    return { pipelineId: kept(stage), status: stage.name }
  }
  const { organizationId } = actor
  if (!pipelineId) {
    return status === undefined ? {} : { status: await knownStatus(db, organizationId, status, before?.pipelineId) }
  }
  const pipeline = await findPipeline(db, actor, 'Contact', pipelineId)
  const place = { pipelineId: pipeline.isFirst ? null : pipeline.id }
  await holdPipeline(db, actor, place.pipelineId, before)
  if (status !== undefined) {
    return { ...place, status: await knownStatus(db, organizationId, status, place.pipelineId) }
  }
  if (before?.pipelineId === place.pipelineId) return { ...place, status: before.status }
  const same = before && pipeline.stages.find(({ name }) => statusKey(name) === statusKey(before.status))
  return { ...place, status: (same ?? pipeline.stages[0]!).name }
}

/** Whoever deletes the pipeline that a contact comes into does it before or after; the first one stays anyway. */
async function holdPipeline(db: Database, actor: Actor, id: string | null, before?: Place): Promise<void> {
  if (id === null || id === before?.pipelineId) return
  const found = await sql`
    select id from pipelines where organization_id = ${actor.organizationId} and id = ${id} for key share
  `.execute(db)
  if (found.rows.length === 0) throw notFound('pipeline')
}

/** What a list means by ids. Nothing where all contacts are in the one pipeline that there is. */
export async function placeAsked(
  db: Database,
  actor: Actor,
  { pipelineId, pipelineStage }: { pipelineId?: string | undefined; pipelineStage?: string | undefined },
): Promise<{ statuses?: string[]; pipelineId?: string | null }> {
  const stage = pipelineStage === undefined ? undefined : await findStage(db, actor, pipelineStage)
  const id = pipelineId ?? stage?.pipelineId
  if (id === undefined) return {}
  const found = await sql<{ id: string; isFirst: boolean; isOnly: boolean; type: string }>`
    select p.id, p.is_first, p.type, not exists (
      select from pipelines o where o.organization_id = ${actor.organizationId} and o.type = 'Contact' and not o.is_first
    ) as is_only
    from pipelines p where p.organization_id = ${actor.organizationId} and p.id = ${id}
  `.execute(db)
  const [pipeline] = found.rows
  if (!pipeline) throw notFound('pipeline')
  if (stage && stage.pipelineId !== id) {
    throw invalid('pipelineStage', 'it is a stage of another pipeline than pipelineId.')
  }
  const isAll = pipeline.type === 'Contact' && pipeline.isFirst && pipeline.isOnly
  const inPipeline = pipeline.type === 'Contact' && pipeline.isFirst ? null : pipeline.id
  return { ...(stage ? { statuses: [stage.name] } : {}), ...(isAll ? {} : { pipelineId: inPipeline }) }
}

type StageOfPipeline = Stage & { pipelineId: string; isFirst: boolean; type: string }

async function findStage(db: Database, actor: Actor, id: string): Promise<StageOfPipeline> {
  const found = await sql<StageOfPipeline>`
    select s.id, s.name, s.color, s.pipeline_id, p.is_first, p.type from pipeline_stages s
    join pipelines p on p.organization_id = ${actor.organizationId} and p.id = s.pipeline_id
    where s.organization_id = ${actor.organizationId} and s.id = ${id}
  `.execute(db)
  if (!found.rows[0]) throw notFound('stage')
  return found.rows[0]
}

function refuseOther(stage: Stage, status: string | undefined): void {
  if (status === undefined || statusKey(status) === statusKey(stage.name)) return
  throw invalid('status', `the stage with that id is called ${stage.name}.`)
}

function kept({ isFirst, pipelineId }: StageOfPipeline): string | null {
  return isFirst ? null : pipelineId
}
