import type { Row } from '../rows.ts'
import { compare, fold } from './folding.ts'
import type { Order, Page } from './folding.ts'

/** The pages that were read, and from where each was. */
export interface Pages {
  pages: Page[]
  pageParams: string[]
}

type Read = (cursor: string) => Promise<Page>

const mostReadings = 20

/** What was read from one place by now, as far as `before` reached, and further only as a page does. */
interface Reading extends Page {
  cursor: string
  /** More came in between than is worth reading through. */
  isTorn: boolean
}

export async function readAgain(read: Read, cursor: string, before: Page, order: Order): Promise<Reading> {
  const last = before.conversations.findLast(({ isGone }) => !isGone)
  const first = await read(cursor)
  const conversations = [...first.conversations]
  let { nextCursor } = first
  for (let readings = 1; nextCursor !== null && reachesNot(conversations, last, order); readings++) {
    if (readings === mostReadings) return { cursor, conversations, nextCursor, isTorn: true }
    const next = await read(nextCursor)
    conversations.push(...next.conversations)
    nextCursor = next.nextCursor
  }
  return { cursor, conversations, nextCursor, isTorn: false }
}

function reachesNot(rows: readonly Row[], last: Row | undefined, order: Order): boolean {
  const reached = rows.at(-1)
  return last !== undefined && reached !== undefined && compare(reached, last, order) < 0
}

/** The list with what was read anew in it; what was not is marked as old, and stays where it is. */
export function withReadings(known: Pages, readings: readonly Reading[], order: Order): Pages {
  const torn = readings.find(({ isTorn }) => isTorn)
  if (torn) return beginAnew(readings)
  const fresh = new Set(readings.map(({ cursor }) => cursor))
  const marked: Page[] = known.pages.map((page, index) => ({
    ...page,
    isOld: !fresh.has(known.pageParams[index] ?? ''),
  }))
  return {
    ...known,
    pages: readings.reduce<Page[]>((pages, reading) => foldReading(pages, known, reading, order), marked),
  }
}

/** As if nothing had been read before. */
function beginAnew(readings: readonly Reading[]): Pages {
  const pages = readings.flatMap(({ cursor, conversations, nextCursor }) =>
    cursor === '' ? [{ conversations, nextCursor }] : [],
  )
  return { pages, pageParams: [''] }
}

function foldReading(pages: Page[], { pageParams }: Pages, reading: Reading, order: Order): Page[] {
  const { cursor, conversations: found, nextCursor } = reading
  const from = Math.max(0, pageParams.indexOf(cursor))
  const last = nextCursor === null ? undefined : found.at(-1)
  const isWithin = (row: Row) => last === undefined || compare(row, last, order) <= 0
  const within = pages.slice(from).flatMap(({ conversations }) => conversations.filter(isWithin))
  const asked = new Set([...within, ...found].map(({ _id }) => _id))
  const folded = fold(pages, asked, found, order)
  return nextCursor === null ? ended(folded) : folded
}

function ended(pages: Page[]): Page[] {
  return pages.map((page, index) => (index === pages.length - 1 ? { ...page, nextCursor: null } : page))
}

/** Which pages the rows from one to another stand in. */
export function pagesAt(pages: readonly Page[], from: number, to: number): number[] {
  const found: number[] = []
  let first = 0
  for (const [index, { conversations }] of pages.entries()) {
    const end = first + conversations.length
    if (first <= to && end > from) found.push(index)
    first = end
  }
  return found
}
