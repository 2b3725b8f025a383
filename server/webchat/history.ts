import { sql } from 'kysely'

import type { Links } from '../files/links.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { shownMessages } from './projection.ts'
import type { Shown } from './projection.ts'
import type { Standing } from './visitors.ts'

/** What is committed late has an older id than what is known already; so it is asked for by when it was changed. */
const overlapMilliseconds = 60_000
const mostAgain = 100

interface Page {
  after?: string | undefined
  before?: string | undefined
  size: number
}

/** The newest; those before one; or those after one, and again what was changed meanwhile. Oldest first. */
export async function readHistory(
  db: Database,
  links: Links,
  standing: Standing,
  { after, before, size }: Page,
): Promise<{ messages: Shown[]; hasMore: boolean }> {
  if (after !== undefined) return readOn(db, links, standing, after, size)
  const where = before === undefined ? sql`true` : sql`m.id < ${before}`
  const found = await shownMessages(db, links, standing, { where, order: 'desc', most: size + 1 })
  return { messages: found.slice(0, size).toReversed(), hasMore: found.length > size }
}

async function readOn(
  db: Database,
  links: Links,
  standing: Standing,
  after: string,
  size: number,
): Promise<{ messages: Shown[]; hasMore: boolean }> {
  const since = new Date(timeIn(after).getTime() - overlapMilliseconds)
  const changed = sql`m.id <= ${after} and m.updated_at >= ${since}`
  const again = await shownMessages(db, links, standing, { where: changed, order: 'desc', most: mostAgain })
  const found = await shownMessages(db, links, standing, { where: sql`m.id > ${after}`, most: size + 1 })
  return { messages: [...again.toReversed(), ...found.slice(0, size)], hasMore: found.length > size }
}

/** An id begins with the second in which it was made. */
function timeIn(id: string): Date {
  if (!/^[0-9a-f]{24}$/.test(id)) throw invalid('after', 'it must be the id of a message.')
  return new Date(Number.parseInt(id.slice(0, 8), 16) * 1000)
}
