import type { Static } from 'typebox'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { readCustomFilters } from './custom-fields.ts'
import { readFilters } from './filter-schemas.ts'
import { placeAsked } from './places.ts'
import type { ContactQuerySchema } from './schemas.ts'

type Asked = Omit<Static<typeof ContactQuerySchema>, 'page' | 'size'>

/** What was asked for in a URL, as lists and exports take it. */
export async function filtersAsked(db: Database, actor: Actor, query: Asked) {
  const { pipelineId, pipelineStage, customFilters, ...rest } = query
  const place = await placeAsked(db, actor, { pipelineId, pipelineStage })
  const custom = customFilters ? { customFilters: await readCustomFilters(db, actor, customFilters) } : {}
  return { ...readFilters(rest), ...place, ...custom }
}
