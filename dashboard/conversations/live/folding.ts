import type { Filters } from '../filters/filters.ts'
import type { Row } from '../rows.ts'

export interface Page {
  conversations: Row[]
  nextCursor: string | null
  /** Something may have happened to it that nobody heard of. */
  isOld?: boolean
}

export type Order = NonNullable<Filters['sort']>

/**
 * The pages with what the server says by now of those conversations that were asked about: `found` belong to the list, the
 * others do not. Rows that are as they were stay the same objects, so that nothing is drawn again for them.
 */
export function fold(pages: readonly Page[], asked: ReadonlySet<string>, found: readonly Row[], order: Order): Page[] {
  const fresh = new Map(found.map((row) => [row._id, row]))
  const folded = pages.map((page) => foldPage(page, asked, fresh, order))
  for (const row of fresh.values()) insert(folded, row, order)
  return folded.map((page, index) => (page.isCopied ? toPage(page) : pages[index]!))
}

interface Folding extends Page {
  isCopied: boolean
}

function foldPage(page: Page, asked: ReadonlySet<string>, fresh: Map<string, Row>, order: Order): Folding {
  let isCopied = false
  const conversations: Row[] = []
  for (const row of page.conversations) {
    const next = asked.has(row._id) ? foldRow(row, fresh, order) : row
    if (next) conversations.push(next)
    if (next !== row) isCopied = true
  }
  return { ...page, conversations: isCopied ? conversations : page.conversations, isCopied }
}

/** Undefined for what stands elsewhere from now on, and is still to be inserted there. */
function foldRow(row: Row, fresh: Map<string, Row>, order: Order): Row | undefined {
  const found = fresh.get(row._id)
  if (!found) return row.isGone ? row : { ...row, isGone: true }
  if (compare(row, found, order) !== 0) return undefined
  fresh.delete(row._id)
  return isSame(row, found) ? row : found
}

function insert(pages: Folding[], row: Row, order: Order): void {
  for (const [index, page] of pages.entries()) {
    const isLast = index === pages.length - 1
    const last = page.conversations.at(-1)
    const isBefore = last !== undefined && compare(row, last, order) < 0
    // What comes after all that was read is met when one reads on.
    if (!isBefore && !(isLast && page.nextCursor === null)) continue
    const at = page.conversations.findIndex((other) => compare(row, other, order) < 0)
    page.conversations = page.conversations.toSpliced(at === -1 ? page.conversations.length : at, 0, row)
    page.isCopied = true
    return
  }
}

function toPage({ isCopied: _isCopied, ...page }: Folding): Page {
  return page
}

/** Negative where the first one stands above the second. */
export function compare(one: Row, other: Row, order: Order): number {
  const place = order === 'waiting' ? 'waitingSince' : 'activeAt'
  const [first, second] = order === 'newest' ? [other, one] : [one, other]
  return between(first[place] ?? '', second[place] ?? '') || between(first._id, second._id)
}

function between(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function isSame(one: Row, other: Row): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Without these, at once: who took them away knows that they go. */
export function without(pages: readonly Page[], ids: ReadonlySet<string>): Page[] {
  return pages.map((page) => {
    const conversations = page.conversations.filter(({ _id }) => !ids.has(_id))
    return conversations.length === page.conversations.length ? page : { ...page, conversations }
  })
}

/** Each of them as `change` makes it, where it is. */
export function patched(pages: readonly Page[], change: (row: Row) => Row): Page[] {
  return pages.map((page) => {
    const conversations = page.conversations.map(change)
    return conversations.some((row, index) => row !== page.conversations[index]) ? { ...page, conversations } : page
  })
}
