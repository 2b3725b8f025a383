import type { Query, QueryClient } from '@tanstack/react-query'
import { clear, createStore, delMany, entries, setMany } from 'idb-keyval'

/** One thing that was read, as the browser's own database keeps it. */
interface Kept {
  queryKey: readonly unknown[]
  data: unknown
  readAt: number
}

const pauseMilliseconds = 3000
const mostKept = 300
const mostPages = 2

// What is put back is as old as can be, and not kept once more.
const putBackAt = 1

const changed = new Map<string, Query>()
/** When each of those was read that are kept. */
let known: Map<string, number> | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let opened: ReturnType<typeof createStore> | undefined

/**
 * What was read is kept in the browser as well, so that reading goes on where the page opens without a network. It is shown
 * in no other case, and goes when one signs out.
 */
export function keepReading(queries: QueryClient, isKept: (queryKey: readonly unknown[]) => boolean): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success') return
    const { query } = event
    if (query.state.dataUpdatedAt === putBackAt || !isKept(query.queryKey)) return
    changed.set(query.queryHash, query)
    timer ??= setTimeout(() => void write().catch(() => undefined), pauseMilliseconds)
  })
}

async function write(): Promise<void> {
  timer = undefined
  const news = [...changed].map(([hash, query]) => [hash, keptOf(query)] as [string, Kept])
  changed.clear()
  await setMany(news, store())
  known ??= new Map((await entries<string, Kept>(store())).map(([hash, { readAt }]) => [hash, readAt]))
  for (const [hash, { readAt }] of news) known.set(hash, readAt)
  const oldestFirst = [...known].toSorted(([, one], [, other]) => one - other).map(([hash]) => hash)
  const surplus = oldestFirst.slice(0, Math.max(0, known.size - mostKept))
  for (const hash of surplus) known.delete(hash)
  if (surplus.length > 0) await delMany(surplus, store())
}

/** Of what is read page by page, the beginning. */
function keptOf({ queryKey, state: { data, dataUpdatedAt: readAt } }: Query): Kept {
  const isPaged = typeof data === 'object' && data !== null && 'pages' in data && 'pageParams' in data
  if (!isPaged) return { queryKey, data, readAt }
  const { pages, pageParams } = data as { pages: unknown[]; pageParams: unknown[] }
  return { queryKey, data: { pages: pages.slice(0, mostPages), pageParams: pageParams.slice(0, mostPages) }, readAt }
}

/** Puts back what was kept where nothing was read since; it is old, and asked for anew wherever somebody looks at it. */
export async function restoreReading(queries: QueryClient): Promise<void> {
  const kept = await entries<string, Kept>(store()).catch(() => [])
  for (const [, { queryKey, data }] of kept) {
    if (queries.getQueryData(queryKey) === undefined) queries.setQueryData(queryKey, data, { updatedAt: putBackAt })
  }
}

/** Nothing of it stays behind for whoever sits down next. */
export async function forgetReading(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  changed.clear()
  known = undefined
  await clear(store()).catch(() => undefined)
}

function store(): ReturnType<typeof createStore> {
  opened ??= createStore('tether-reading', 'answers')
  return opened
}
