import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { findPipeline, insertStages, listPipelines, lockPipeline, replaceStages } from './pipelines.ts'
import type { Pipeline, PipelineType, Rename, Stage } from './pipelines.ts'
import { followRenames } from './stage-moves.ts'

export interface NewStage {
  oldStage?: string
  newStage: string
  color?: string
}

export interface PipelineChange {
  name?: string
  description?: string
  stages: Array<NewStage | string>
}

const defaultColor = '#6B7280'
const mostPipelines = 100

/** Beside those that there are: the default one stays so. */
export function createPipeline(
  db: Database,
  actor: Actor,
  type: PipelineType,
  { name, description = '', stages }: PipelineChange & { name: string },
): Promise<Pipeline> {
  const given = readStages(stages)
  refuseAmbiguous(given)
  return transact(db, async (trx) => {
    const present = await listPipelines(trx, actor, type)
    if (present.length >= mostPipelines) {
      throw new Refusal(409, 'too_many_pipelines', `An organization has ${mostPipelines} pipelines at most.`)
    }
    const { organizationId } = actor
    const now = new Date()
    const id = newId(now)
    await trx
      .insertInto('pipelines')
      .values({ organizationId, id, type, name: name.trim(), description, createdAt: now, updatedAt: now })
      .execute()
      .catch(refuseTakenName)
    await insertStages(
      trx,
      organizationId,
      id,
      given.map((stage) => toStage(stage, [], now)),
    )
    const pipeline = await findPipeline(trx, actor, type, id)
    await record(trx, actor, 'pipeline.created', pipeline)
    return pipeline
  })
}

function readStages(stages: PipelineChange['stages']): NewStage[] {
  return stages
    .map((stage) => (typeof stage === 'string' ? { newStage: stage } : stage))
    .map((stage) => ({ ...stage, newStage: stage.newStage.trim() }))
}

function refuseTakenName(error: unknown): never {
  if (!violates(error, 'pipelines_name_key')) throw error
  throw new Refusal(409, 'pipeline_name_taken', 'Another pipeline has this name: give this one a name of its own.')
}

/**
 * Replaces the stages. Contacts follow a stage that is renamed: a thousand at once, the others soon after. Contacts in a stage
 * that is gone keep their status, and stand beside the stages until somebody moves them.
 */
export function changePipeline(
  db: Database,
  actor: Actor,
  type: PipelineType,
  change: PipelineChange,
  pipelineId?: string,
): Promise<Pipeline> {
  const given = readStages(change.stages)
  refuseAmbiguous(given)
  const renames = inOrder(renamesIn(given))
  return transact(db, async (trx) => {
    const before = await lockPipeline(trx, actor, type, pipelineId)
    if (before.renames.length > 0) {
      throw new Refusal(409, 'contacts_still_moving', 'Contacts still follow the last change: try again in a minute.')
    }
    const now = new Date()
    await replaceStages(
      trx,
      before,
      given.map((stage) => toStage(stage, before.stages, now)),
    )
    await trx
      .updateTable('pipelines')
      .set({
        name: change.name?.trim() ?? before.name,
        description: change.description ?? before.description,
        updatedAt: now,
        ...(type === 'Contact' && renames.length > 0
          ? { renames: JSON.stringify(renames), renamedAt: now, renamedById: actor.userId }
          : {}),
      })
      .where('organizationId', '=', actor.organizationId)
      .where('id', '=', before.id)
      .execute()
      .catch(refuseTakenName)
    await record(trx, actor, 'pipeline.updated', await findPipeline(trx, actor, type, before.id))
    if (type === 'Contact') await followRenames(trx, actor, before.id)
    return findPipeline(trx, actor, type, before.id)
  })
}

function toStage({ oldStage, newStage, color }: NewStage, before: Stage[], now: Date): Stage {
  const same = before.find(({ name }) => name === (oldStage ?? newStage))
  return { id: same?.id ?? newId(now), name: newStage, color: color ?? same?.color ?? defaultColor }
}

function refuseAmbiguous(stages: NewStage[]): void {
  const names = stages.map(({ newStage }) => newStage)
  if (names.includes('')) throw invalid('stages', 'each stage needs a name.')
  const taken = names.find((name, index) => names.indexOf(name) !== index)
  if (taken !== undefined) throw invalid('stages', `two are called ${taken}: give each a name of its own.`)
  // A stage that is there goes on as one; were it two, nobody could say to which the contacts belong.
  const old = stages.map(({ oldStage, newStage }) => oldStage ?? newStage)
  const split = stages.find(
    ({ oldStage }) => oldStage !== undefined && old.indexOf(oldStage) !== old.lastIndexOf(oldStage),
  )
  if (split) throw invalid('stages', `${split.oldStage} goes on in two places: name it as oldStage once.`)
}

function renamesIn(stages: NewStage[]): Rename[] {
  return stages.flatMap(({ oldStage: from, newStage: to }) => (from === undefined || from === to ? [] : [{ from, to }]))
}

/** So that a name is free before contacts come to it: of A to B and B to C, the second is first. */
function inOrder(renames: Rename[]): Rename[] {
  const ordered: Rename[] = []
  let left = renames
  while (left.length > 0) {
    const next = left.find(({ to }) => !left.some(({ from }) => from === to))
    if (!next) throw invalid('stages', 'names cannot be swapped at once: give one of them another name first.')
    ordered.push(next)
    left = left.filter((each) => each !== next)
  }
  return ordered
}
