import type { Filters } from '../filters/filters.ts'
import { rowHeight } from './row-height.ts'

// Where one was in each list, as long as the page is there.
const offsets = new Map<string, number>()

export function offsetIn(filters: Filters): number {
  return offsets.get(JSON.stringify(filters)) ?? 0
}

export function rememberOffset(filters: Filters, offset: number): void {
  offsets.set(JSON.stringify(filters), offset)
}

/** The rows that stand before somebody's eyes, or soon will. */
export function rowsSeen(filters: Filters): { from: number; to: number } {
  const height = rowHeight()
  const first = Math.floor(offsetIn(filters) / height)
  const count = Math.ceil(innerHeight / height)
  return { from: first - count, to: first + 2 * count }
}
