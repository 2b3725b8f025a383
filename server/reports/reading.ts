import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import type { Actor } from '../identity/actor.ts'
import { viewersOf } from '../identity/visibility.ts'
import type { Database } from '../platform/database.ts'
import type { Measure } from './measures.ts'
import { nameKeys, refuseUnknown } from './names.ts'
import { refuseTooMuch } from './range.ts'
import type { Asked } from './range.ts'

interface Found {
  start: string | null
  key: string | null
  measure: Measure
  bucket: number
  total: number
  seconds: number
}

interface Group {
  /** The first day of the step, where there are steps. */
  start: string | null
  /** Whose or where it was, where that was asked for; null is nobody. */
  key: string | null
  name: string | null
  sums: Found[]
}

export interface Report {
  from: string
  to: string
  timeZone: string
  /** Whether what was there before is still being counted. */
  isCounting: boolean
  groups: Group[]
  all: Found[]
}

/** Reads sums alone: as many as there are days, people and channels in the range, however much was said on them. */
export async function readReport(
  db: Database,
  actor: Actor,
  asked: Asked,
  { measures, hasBuckets = false }: { measures: Measure[]; hasBuckets?: boolean },
): Promise<Report> {
  refuseTooMuch(asked)
  await refuseUnknown(db, actor, asked)
  const found = await sumsOf(db, actor, asked, measures, hasBuckets)
  const byGroup = Map.groupBy(found, ({ start, key }) => `${start} ${key}`)
  const names = asked.by ? await nameKeys(db, actor, asked.by, found) : new Map<string, string>()
  const groups = [...byGroup.values()].map((sums) => {
    const { start, key } = sums[0]!
    return { start, key, name: key === null ? null : (names.get(key) ?? null), sums }
  })
  return { from: asked.from, to: asked.to, ...(await standingOf(db, actor)), groups, all: found }
}

async function sumsOf(
  db: Database,
  actor: Actor,
  asked: Asked,
  measures: Measure[],
  hasBuckets: boolean,
): Promise<Found[]> {
  const { organizationId } = actor
  const start = asked.interval ? stepOf[asked.interval] : sql`null`
  const key = asked.by ? keyOf[asked.by] : sql`null`
  const bucket = hasBuckets ? sql`s.bucket` : sql`0`
  const members = sql`left join users u on u.organization_id = ${organizationId} and u.id = s.user_id`
  const needsMembers = asked.by === 'department' || asked.departmentId !== undefined
  const found = await sql<Found>`
    select ${start}::text as start, ${key}::text as key, s.measure, ${bucket} as bucket,
      sum(s.total)::bigint as total, sum(s.seconds)::bigint as seconds
    from daily_sums s ${needsMembers ? members : sql``}
    where ${sql.join(await conditionsOf(db, actor, asked, measures), sql` and `)}
    group by 1, 2, 3, 4 having sum(s.total) <> 0 order by 1, 2, 3, 4
  `.execute(db)
  return found.rows
}

// A week begins on Monday.
const stepOf = {
  day: sql`s.day`,
  week: sql`date_trunc('week', s.day::timestamp)::date`,
  month: sql`date_trunc('month', s.day::timestamp)::date`,
}

const keyOf = {
  user: sql`nullif(s.user_id, '')`,
  department: sql`u.department_id`,
  channel: sql`s.channel_id`,
}

async function conditionsOf(
  db: Database,
  actor: Actor,
  { from, to, channelId, userId, departmentId }: Asked,
  measures: Measure[],
): Promise<Array<RawBuilder<unknown>>> {
  const viewers = await viewersOf(db, actor)
  return [
    sql`s.organization_id = ${actor.organizationId}`,
    sql`s.measure = any(${measures})`,
    sql`s.day between ${from}::date and ${to}::date`,
    ...(viewers ? [sql`s.user_id = any(${viewers})`] : []),
    ...(channelId ? [sql`s.channel_id = ${channelId}`] : []),
    ...(userId ? [sql`s.user_id = ${userId}`] : []),
    ...(departmentId ? [sql`u.department_id = ${departmentId}`] : []),
  ]
}

async function standingOf(db: Database, { organizationId }: Actor): Promise<Pick<Report, 'timeZone' | 'isCounting'>> {
  const organization = await db
    .selectFrom('organizations')
    .select('timeZone')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow()
  const rebuild = await db
    .selectFrom('reportRebuilds')
    .select('finishedAt')
    .where('organizationId', '=', organizationId)
    .executeTakeFirst()
  return { timeZone: organization.timeZone, isCounting: rebuild?.finishedAt === null }
}
