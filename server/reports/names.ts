import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import type { Asked } from './range.ts'

/** What things are called now; also those that were deleted since. */
export async function nameKeys(
  db: Database,
  { organizationId }: Actor,
  by: 'user' | 'department' | 'channel',
  found: Array<{ key: string | null }>,
): Promise<Map<string, string>> {
  const ids = [...new Set(found.flatMap(({ key }) => key ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await reads[by](db, organizationId, ids)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Whom or what a report is narrowed to must be of the organization; it may have been deleted since. */
export async function refuseUnknown(
  db: Database,
  actor: Actor,
  { userId, departmentId, channelId }: Asked,
): Promise<void> {
  const asked = { user: userId, department: departmentId, channel: channelId }
  for (const [by, key] of Object.entries(asked) as Array<[keyof typeof asked, string | undefined]>) {
    if (key && !(await nameKeys(db, actor, by, [{ key }])).has(key)) throw notFound(by)
  }
}

type Read = (db: Database, organizationId: string, ids: string[]) => Promise<Array<{ id: string; name: string }>>

const reads: Record<'user' | 'department' | 'channel', Read> = {
  user: (db, organizationId, ids) =>
    db
      .selectFrom('users')
      .select(['id', 'fullName as name'])
      .where('organizationId', '=', organizationId)
      .where('id', 'in', ids)
      .execute(),
  department: (db, organizationId, ids) =>
    db
      .selectFrom('departments')
      .select(['id', 'name'])
      .where('organizationId', '=', organizationId)
      .where('id', 'in', ids)
      .execute(),
  channel: (db, organizationId, ids) =>
    db
      .selectFrom('channels')
      .select(['id', 'name'])
      .where('organizationId', '=', organizationId)
      .where('id', 'in', ids)
      .execute(),
}
