import { sql } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { filtersOf } from './list.ts'
import type { ContactFilters } from './list.ts'
import { findPipeline, listPipelines } from './pipelines.ts'
import type { PipelineType, Stage } from './pipelines.ts'
import { contactColumns, contactTables } from './row.ts'
import type { Contact } from './row.ts'
import { totalsByStatus } from './totals.ts'

export interface BucketQuery extends ContactFilters {
  pipelineType: PipelineType
  /** Whose stages they are; the default pipeline's without it, and then of all pipelines' contacts. */
  stagesOf?: string
  /** Only these; without it the stages in their order, and after them every other status that contacts are in. */
  only?: string[]
  /** By status; the first where it says nothing. */
  pages: Record<string, number>
  size: number
}

export interface Bucket {
  status: string
  contacts: Contact[]
  total: number
}

/** Statuses are free text: past this many, what is no stage is left out. */
const mostBuckets = 100

/** A page of each status, the most recently active first, with the exact total of each. */
export async function listBuckets(
  db: Database,
  actor: Actor,
  { pipelineType, stagesOf, only, pages, size, ...filters }: BucketQuery,
): Promise<{ buckets: Bucket[]; stages: Stage[] }> {
  const stages = await stagesFor(db, actor, pipelineType, stagesOf)
  const totals = await totalsByStatus(db, actor, filters, filtersOf(actor, filters))
  const statuses = only ?? [...new Set([...stages.map(({ name }) => name), ...totals.keys()])].slice(0, mostBuckets)
  const wanted = statuses.map((status) => ({ status, skipped: (pageOf(pages, status) - 1) * size }))
  const pagesFound = await readPages(db, actor, filters, wanted, size)
  const buckets = statuses.map((status) => ({
    status,
    contacts: pagesFound.get(status) ?? [],
    total: totals.get(status) ?? 0,
  }))
  return { buckets, stages }
}

function pageOf(pages: Record<string, number>, status: string): number {
  return Object.hasOwn(pages, status) ? pages[status]! : 1
}

/** How many contacts are in each stage, none included, and in every other status that there is. */
export async function countByStatus(
  db: Database,
  actor: Actor,
  { stagesOf, ...filters }: ContactFilters & { stagesOf?: string },
): Promise<Array<[status: string, total: number]>> {
  const stages = await stagesFor(db, actor, 'Contact', stagesOf)
  const totals = await totalsByStatus(db, actor, filters, filtersOf(actor, filters))
  const statuses = new Set([...stages.map(({ name }) => name), ...totals.keys()])
  return [...statuses].map((status) => [status, totals.get(status) ?? 0])
}

/** Those of one pipeline; or of all, the default one's first. */
export async function stagesFor(db: Database, actor: Actor, type: PipelineType, id?: string): Promise<Stage[]> {
  if (id !== undefined) return (await findPipeline(db, actor, type, id)).stages
  return (await listPipelines(db, actor, type)).flatMap(({ stages }) => stages)
}

/** All pages in one statement, each walked along the index of its status. */
async function readPages(
  db: Database,
  actor: Actor,
  filters: ContactFilters,
  wanted: Array<{ status: string; skipped: number }>,
  size: number,
): Promise<Map<string, Contact[]>> {
  const { organizationId } = actor
  const conditions = [
    sql`contacts.organization_id = ${organizationId}`,
    sql`contacts.status = bucket.status`,
    ...filtersOf(actor, filters),
  ]
  const found = await sql<Contact>`
    with page as materialized (
      select listed.id from unnest(${wanted.map(({ status }) => status)}::text[], ${wanted.map(({ skipped }) => skipped)}::int[])
        as bucket (status, skipped)
      cross join lateral (
        select contacts.id from contacts where ${sql.join(conditions, sql` and `)}
        order by contacts.last_activity_at desc, contacts.id desc limit ${size} offset bucket.skipped
      ) listed
    )
    select ${contactColumns(organizationId)} from ${contactTables(organizationId)}
    where contacts.organization_id = ${organizationId} and contacts.id = any(array(select page.id from page))
    order by contacts.last_activity_at desc, contacts.id desc
  `.execute(db)
  return Map.groupBy(found.rows, ({ status }) => status)
}
