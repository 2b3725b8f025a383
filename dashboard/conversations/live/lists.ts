import type { QueryClient } from '@tanstack/react-query'

import { listsKey, onesKey } from '../queries.ts'
import type { Listed } from '../queries.ts'
import type { Filters } from '../filters/filters.ts'
import type { Row } from '../rows.ts'
import { fold } from './folding.ts'
import type { Page } from './folding.ts'

export interface List {
  key: readonly unknown[]
  filters: Filters
  isActive: boolean
  data: Listed | undefined
}

/** Every list that was read, whether it is before somebody's eyes or not. */
export function listsOf(queries: QueryClient): List[] {
  return queries
    .getQueryCache()
    .findAll({ queryKey: listsKey })
    .map((query) => ({
      key: query.queryKey,
      filters: query.queryKey[listsKey.length] as Filters,
      isActive: query.isActive(),
      data: query.state.data as Listed | undefined,
    }))
}

export function changePages(queries: QueryClient, list: List, change: (pages: Page[]) => Page[]): void {
  queries.setQueryData<Listed>(list.key, (data) => {
    const pages = data && change(data.pages)
    return pages?.some((page, index) => page !== data?.pages[index]) ? { ...data!, pages } : data
  })
}

/** What the server answered when it was asked which of these belong to the list. */
export function foldInto(queries: QueryClient, list: List, asked: ReadonlySet<string>, found: readonly Row[]): void {
  changePages(queries, list, (pages) => fold(pages, asked, found, list.filters.sort ?? 'newest'))
  for (const row of found) {
    // Only what is kept already: a row that nobody opened needs no place of its own.
    queries.setQueryData<Row>([...onesKey, row._id], (before) => before && row)
  }
}
