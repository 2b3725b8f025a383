import { sql } from 'kysely'

import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { defaultStages } from './pipelines.ts'
import type { Rename } from './pipelines.ts'

/** As it is kept: without spaces around it, and with one between its words. */
function toStatus(text: string): string {
  const status = text.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (status === '') throw invalid('status', 'it must not be empty.')
  return status
}

/** The same for all spellings of one status. */
export function statusKey(status: string): string {
  return status.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase()
}

interface NamedStage {
  name: string
  /** Null is the first one. */
  pipelineId: string | null
}

/**
 * Each status as it is known already, whatever its case: as a stage of its pipeline is called, or else of another one, or as
 * contacts have it; so that no spelling makes a bucket of its own. One that nobody knows is as it was given.
 */
async function knownStatuses(
  db: Database,
  organizationId: string,
  given: string[],
  pipelineId?: string | null,
): Promise<Map<string, string>> {
  const stages = await readStages(db, organizationId)
  const unknown = given.filter((status) => !stageNamed(stages, status, pipelineId)).map(toStatus)
  const used = await usedSpellings(db, organizationId, unknown)
  const first = new Map<string, string>()
  for (const status of unknown) if (!first.has(statusKey(status))) first.set(statusKey(status), status)
  return new Map(
    given.map((status) => {
      const stage = stageNamed(stages, status, pipelineId)
      const spellings = used.filter((each) => statusKey(each) === statusKey(status))
      const exact = spellings.find((each) => each === toStatus(status))
      return [status, stage?.name ?? exact ?? spellings[0] ?? first.get(statusKey(status))!]
    }),
  )
}

export async function knownStatus(
  db: Database,
  organizationId: string,
  status: string,
  pipelineId?: string | null,
): Promise<string> {
  return (await knownStatuses(db, organizationId, [status], pipelineId)).get(status)!
}

/** The buckets that are meant: what contacts have to the letter has one of its own, also beside a stage of another case. */
export async function bucketNames(
  db: Database,
  organizationId: string,
  given: string[],
  pipelineId?: string | null,
): Promise<Map<string, string>> {
  const used = await inUse(db, organizationId, given)
  const others = given.filter((status) => !used.includes(status))
  const known = others.length > 0 ? await knownStatuses(db, organizationId, others, pipelineId) : undefined
  return new Map(given.map((status) => [status, known?.get(status) ?? status]))
}

/** All spellings of the status under which contacts may be found. */
export async function spellingsOf(db: Database, organizationId: string, status: string): Promise<string[]> {
  const stages = (await readStages(db, organizationId)).filter(({ name }) => statusKey(name) === statusKey(status))
  const used = stages.length > 0 ? await inUse(db, organizationId, [status]) : []
  const names = [...stages.map(({ name }) => name), ...used]
  if (names.length > 0) return [...new Set(names)]
  const others = (await usedSpellings(db, organizationId, [status])).filter(
    (each) => statusKey(each) === statusKey(status),
  )
  return others.length > 0 ? others : [status]
}

/** What contacts of the pipeline have that is a stage of it in another case: they are to follow it. */
export async function variantsOf(
  db: Database,
  { organizationId, id, isFirst }: { organizationId: string; id: string; isFirst: boolean },
  stages: Array<{ newStage: string }>,
): Promise<Rename[]> {
  const found = await sql<{ status: string }>`
    select status from contact_tallies where organization_id = ${organizationId} and pipeline_id = ${isFirst ? '' : id}
    group by status having sum(contacts) > 0
  `.execute(db)
  return found.rows.flatMap(({ status: from }) => {
    const to = stages.find(({ newStage }) => statusKey(newStage) === statusKey(from))?.newStage
    return to === undefined || to === from ? [] : [{ from, to }]
  })
}

/** Without making any: whoever has none has the usual ones. The default pipeline's first. */
async function readStages(db: Database, organizationId: string): Promise<NamedStage[]> {
  const found = await sql<NamedStage>`
    select s.name, case when p.is_first then null else p.id end as pipeline_id
    from pipelines p join pipeline_stages s on s.organization_id = ${organizationId} and s.pipeline_id = p.id
    where p.organization_id = ${organizationId} and p.type = 'Contact'
    order by p.default_since is null, p.id, s.position
  `.execute(db)
  return found.rows.length > 0 ? found.rows : defaultStages.map(({ name }) => ({ name, pipelineId: null }))
}

function stageNamed(stages: NamedStage[], status: string, pipelineId?: string | null): NamedStage | undefined {
  const key = statusKey(status)
  const alike = stages.filter(({ name }) => statusKey(name) === key)
  return alike.find((stage) => stage.pipelineId === pipelineId) ?? alike.find(({ name }) => name === status) ?? alike[0]
}

/** The most frequent first. Only who asks for what nobody has yet costs the look at all of them. */
async function usedSpellings(db: Database, organizationId: string, statuses: string[]): Promise<string[]> {
  const exact = await inUse(db, organizationId, statuses)
  if (statuses.every((status) => exact.includes(status))) return exact
  const found = await sql<{ status: string }>`
    select status from contact_tallies where organization_id = ${organizationId}
    group by status having sum(contacts) > 0 order by sum(contacts) desc
  `.execute(db)
  return found.rows.map(({ status }) => status)
}

async function inUse(db: Database, organizationId: string, statuses: string[]): Promise<string[]> {
  if (statuses.length === 0) return []
  const found = await sql<{ status: string }>`
    select distinct status from contact_tallies
    where organization_id = ${organizationId} and status = any(${statuses}) and contacts > 0
  `.execute(db)
  return found.rows.map(({ status }) => status)
}
