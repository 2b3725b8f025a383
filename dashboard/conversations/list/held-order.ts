import type { Row } from '../rows.ts'

/** The order in which rows stood when somebody was about to press one of them. */
export interface Held {
  ids: readonly string[]
  places: ReadonlyMap<string, string>
}

export interface Shown {
  rows: readonly Row[]
  /** How many more there are, or stand elsewhere, than are shown so. */
  newCount: number
}

/** Remembers the order in which these stand; of what was held before, where it stood then. */
export function hold(rows: readonly Row[], before?: Held): Held {
  const places = rows.map((row) => [row._id, before?.places.get(row._id) ?? placeOf(row)] as const)
  return { ids: rows.map(({ _id }) => _id), places: new Map(places) }
}

/**
 * What is shown of a list that goes on changing: while it is held each row stays where it was, what came is counted instead
 * of shown, and what left is shown as gone.
 */
export function show(rows: readonly Row[], held: Held | undefined): Shown {
  if (!held) return { rows: rows.some(isGone) ? rows.filter((row) => !isGone(row)) : rows, newCount: 0 }
  const known = new Map(rows.map((row) => [row._id, row]))
  const kept = held.ids.flatMap((id) => known.get(id) ?? [])
  const lastKept = lastIndexOf(rows, held)
  let newCount = 0
  const further: Row[] = []
  for (const [index, row] of rows.entries()) {
    if (isGone(row)) continue
    const place = held.places.get(row._id)
    if (place !== undefined) newCount += Number(placeOf(row) > place)
    else if (index > lastKept) further.push(row)
    else newCount += 1
  }
  return { rows: [...kept, ...further], newCount }
}

/** Where the last one stands that has not moved since: what comes after it was read on. */
function lastIndexOf(rows: readonly Row[], { places }: Held): number {
  return rows.findLastIndex((row) => places.get(row._id) === placeOf(row))
}

function placeOf({ activeAt }: Row): string {
  return activeAt
}

function isGone(row: Row): boolean {
  return row.isGone === true
}
