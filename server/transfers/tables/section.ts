/**
 * What a value is in the file. An `id` is translated on arrival, also within `object` and `list`; a `subject` too where it is
 * one. With `?` it may be null.
 */
export type Kind = Plain | `${Plain}?`

export type Plain =
  | 'id'
  | 'ids'
  | 'subject'
  | 'text'
  | 'texts'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'time'
  | 'day'
  | 'object'
  | 'list'

/** A table, or some of its columns, as it stands in the file. */
export interface Section {
  /** What its lines are called. */
  name: string
  /** Where its rows are. */
  table: string
  /** What its rows are told apart and ordered by, within the organization. */
  key: string[]
  columns: Record<string, Kind>
  /** Columns that stay behind, and why. */
  left?: Record<string, string>
  /** Columns that may be null in the database, and never are in what is taken along; and why. */
  always?: Record<string, string>
  /** Its rows are there already: only these columns of them come now, since they lead to rows of the same table. */
  isLate?: true
  /** May have rows already in the organization that it arrives in; theirs stay. */
  mayHaveRows?: true
  /** As the last, but what is there already makes room. */
  isReplaced?: true
}

/** For each table one: `id` first where it has one, for that is its key then. */
export function section(table: string, columns: Section['columns'], more: Partial<Section> = {}): Section {
  return { name: table, table, key: ['id'], columns, ...more }
}

/** What notes and the like hold, in its order. */
export function attachedFiles(table: string): Section {
  return section(table, { holderId: 'id', fileId: 'id', position: 'integer' }, { key: ['holderId', 'fileId'] })
}

export const made = { createdAt: 'time', updatedAt: 'time' } as const
