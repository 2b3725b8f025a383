import type { Actor } from '../identity/actor.ts'
import { transact, violates } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import { findPipeline, insertStages, listPipelines, lockPipeline, replaceStages } from './pipelines.ts'
import type { Pipeline, PipelineType, Rename, Stage } from './pipelines.ts'
import { followRenames } from './stage-moves.ts'
import { statusKey, variantsOf } from './statuses.ts'

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
    .map((stage) => ({ ...stage, newStage: stage.newStage.trim().replace(/\s+/g, ' ') }))
}

function refuseTakenName(error: unknown): never {
  if (!violates(error, 'pipelines_name_key')) throw error
  throw new Refusal(409, 'pipeline_name_taken', 'Another pipeline has this name: give this one a name of its own.')
}

/**
 * Replaces the stages. Contacts follow a stage that is renamed, or that they have in another spelling: a thousand at once,
 * the others soon after. Contacts in a stage that is gone keep their status, and stand beside the stages until somebody moves
 * them.
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
  return transact(db, async (trx) => {
    const before = await lockPipeline(trx, actor, type, pipelineId)
    if (before.renames.length > 0) {
      throw new Refusal(409, 'contacts_still_moving', 'Contacts still follow the last change: try again in a minute.')
    }
    const variants = type === 'Contact' ? await variantsOf(trx, before, given) : []
    const renames = inOrder(renamesIn(given, before.stages, variants))
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
  const same = before.find(({ name }) => statusKey(name) === statusKey(oldStage ?? newStage))
  return { id: same?.id ?? newId(now), name: newStage, color: color ?? same?.color ?? defaultColor }
}

function refuseAmbiguous(stages: NewStage[]): void {
  const names = stages.map(({ newStage }) => newStage)
  if (names.includes('')) throw invalid('stages', 'each stage needs a name.')
  const keys = names.map(statusKey)
  const taken = names.find((_, index) => keys.indexOf(keys[index]!) !== index)
  if (taken !== undefined) throw invalid('stages', `two are called ${taken}: give each a name of its own.`)
  // A stage that is there goes on as one; were it two, nobody could say to which the contacts belong.
  const old = stages.map(({ oldStage, newStage }) => statusKey(oldStage ?? newStage))
  const split = stages.find(
    ({ oldStage }, index) => oldStage !== undefined && old.indexOf(old[index]!) !== old.lastIndexOf(old[index]!),
  )
  if (split) throw invalid('stages', `${split.oldStage} goes on in two places: name it as oldStage once.`)
}

/** Those that are asked for, and of what contacts have in another spelling than a stage. */
function renamesIn(stages: NewStage[], before: Stage[], variants: Rename[]): Rename[] {
  const asked = stages.flatMap(({ oldStage, newStage: to }) => {
    if (oldStage === undefined) return []
    const from = before.find(({ name }) => statusKey(name) === statusKey(oldStage))?.name ?? oldStage
    return from === to ? [] : [{ from, to }]
  })
  return [...asked, ...variants.filter(({ from }) => !asked.some((rename) => rename.from === from))]
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
