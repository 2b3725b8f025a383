import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { Filters } from '../filters/filters.ts'
import { pagesAt } from '../live/refreshing.ts'
import { listQuery, readPage } from '../queries.ts'
import { rowsSeen } from './places.ts'

/** A list as far as it was read, and the way to read on. */
export function useList(filters: Filters) {
  const queries = useQueryClient()
  const query = listQuery(filters)
  const { data, error, refetch } = useQuery(query)
  const more = useMutation({
    mutationFn: async (cursor: string) => {
      const page = await readPage(filters, cursor)
      queries.setQueryData(query.queryKey, (known) => {
        // Asked for twice, or begun anew meanwhile.
        if (known?.pages.at(-1)?.nextCursor !== cursor) return known
        return { pages: [...known.pages, page], pageParams: [...known.pageParams, cursor] }
      })
    },
  })
  const cursor = data?.pages.at(-1)?.nextCursor ?? null
  return {
    data,
    error,
    refetch,
    hasMore: cursor !== null,
    isLoadingMore: more.isPending,
    hasFailedMore: more.isError,
    loadMore: () => {
      if (cursor !== null && !more.isPending) more.mutate(cursor)
    },
    /** What one comes to may be from before the connection was lost. */
    refreshSeen: () => {
      const pages = queries.getQueryData(query.queryKey)?.pages ?? []
      if (!pages.some(({ isOld }) => isOld)) return
      const { from, to } = rowsSeen(filters)
      if (pagesAt(pages, from, to).some((index) => pages[index]?.isOld)) void refetch({ cancelRefetch: false })
    },
  }
}
