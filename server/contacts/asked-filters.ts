import type { Static } from 'typebox'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { readCustomFilters } from './custom-fields.ts'
import { readFilters } from './filter-schemas.ts'
import { placeAsked } from './places.ts'
import type { ContactQuerySchema } from './schemas.ts'
import { spellingsOf } from './statuses.ts'

type Asked = Omit<Static<typeof ContactQuerySchema>, 'page' | 'size'>

/** What was asked for in a URL, as lists and exports take it. */
export async function filtersAsked(db: Database, actor: Actor, query: Asked) {
  const { status, pipelineId, pipelineStage, customFilters, ...rest } = query
  const place = await placeAsked(db, actor, { pipelineId, pipelineStage })
  const custom = customFilters ? { customFilters: await readCustomFilters(db, actor, customFilters) } : {}
  const spelled = status === undefined ? {} : await inStatus(db, actor, status, place.statuses)
  return { ...readFilters(rest), ...place, ...spelled, ...custom }
}

/** What has a single spelling, as nearly all have, is walked along its index. */
async function inStatus(db: Database, { organizationId }: Actor, status: string, stages: string[] | undefined) {
  const spellings = await spellingsOf(db, organizationId, status)
  const statuses = stages ? spellings.filter((each) => stages.includes(each)) : spellings
  const [only, ...others] = statuses
  return only !== undefined && others.length === 0 ? { status: only } : { statuses }
}
