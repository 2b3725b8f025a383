import { sql } from 'kysely'

import type { Database } from '../platform/database.ts'
import { defaultStatuses } from './pipelines.ts'

/** How statuses are written here: the stages, those of the default pipeline first, and after them what contacts are in. */
export async function statusSpellings(db: Database, organizationId: string): Promise<string[]> {
  const stages = await sql<{ name: string }>`
    select s.name from pipeline_stages s
    join pipelines p on p.organization_id = ${organizationId} and p.id = s.pipeline_id
    where s.organization_id = ${organizationId} and p.type = 'Contact'
    order by p.default_since is null, not p.is_first, p.id, s.position
  `.execute(db)
  const used = await sql<{ status: string }>`
    select status from contact_tallies where organization_id = ${organizationId}
    group by status having sum(contacts) > 0 order by sum(contacts) desc, status limit 1000
  `.execute(db)
  const names = stages.rows.length > 0 ? stages.rows.map(({ name }) => name) : defaultStatuses()
  return [...names, ...used.rows.map(({ status }) => status)]
}
