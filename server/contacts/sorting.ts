import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

import { invalid } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/pagination.ts'

export type Sort = 'lastActivity' | 'lastMessage' | 'created' | 'name'
export type Order = 'asc' | 'desc'

interface Sorting {
  /** As its index has it, to the letter. */
  column: RawBuilder<unknown>
  isDescending: boolean
  isTime: boolean
  name: string
}

const columns: Record<Sort, { column: RawBuilder<unknown>; order: Order; isTime: boolean }> = {
  lastActivity: { column: sql`contacts.last_activity_at`, order: 'desc', isTime: true },
  lastMessage: {
    column: sql`coalesce(contacts.last_message_time, timestamptz '1970-01-01 00:00:00+00')`,
    order: 'desc',
    isTime: true,
  },
  created: { column: sql`contacts.created_at`, order: 'desc', isTime: true },
  name: { column: sql`contacts.sort_name`, order: 'asc', isTime: false },
}

export function sortingOf({ sort = 'lastActivity', order }: { sort?: Sort; order?: Order }): Sorting {
  const { column, isTime, ...usual } = columns[sort]
  const chosen = order ?? usual.order
  return { column, isTime, isDescending: chosen === 'desc', name: `${sort} ${chosen}` }
}

/** The id decides between equals, so that every contact has one place. */
export function orderBy({ column, isDescending }: Sorting): RawBuilder<unknown> {
  return isDescending ? sql`order by ${column} desc, contacts.id desc` : sql`order by ${column}, contacts.id`
}

/** A cursor is of the order in which it was made: in another one it would skip and repeat. */
export function cursorAfter({ name }: Sorting, last: { id: string; sortedBy: Date | string }): string {
  return writeCursor([name, last.sortedBy, last.id])
}

export function afterCursor({ column, isDescending, isTime, name }: Sorting, cursor: string): RawBuilder<unknown> {
  const [sorted, value, id] = readCursor(cursor, 3) as [string, string, string]
  const at = new Date(/^\d{4}-/.test(value) ? value : Number.NaN)
  if (sorted !== name || (isTime && Number.isNaN(at.getTime())))
    throw invalid('cursor', 'it must be a nextCursor that this list answered with, in the same order.')
  const edge = sql`(${isTime ? at : value}, ${id})`
  return isDescending ? sql`(${column}, contacts.id) < ${edge}` : sql`(${column}, contacts.id) > ${edge}`
}
