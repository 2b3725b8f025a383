import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'

import { filtersOf, keyOf } from './filters/filters.ts'
import { readInboxSearch } from './inbox-search.ts'
import { listQuery, viewsQuery } from './queries.ts'
import type { Listed } from './queries.ts'

/** Opens the conversation that stands below this one in the list, or above it at the end; false where there is none. */
export function useNeighbour(): (conversationId: string) => (() => void) | undefined {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const given = useSearch({ strict: false })
  return (conversationId) => {
    const { message: _message, ...search } = readInboxSearch(given)
    const filters = filtersOf(search, queries.getQueryData(viewsQuery.queryKey)?.views ?? [])
    const data = filters && queries.getQueryData<Listed>(listQuery(keyOf(filters)).queryKey)
    const ids =
      data?.pages.flatMap((page) => page.conversations.flatMap(({ _id, isGone }) => (isGone ? [] : _id))) ?? []
    const at = ids.indexOf(conversationId)
    const next = at === -1 ? undefined : (ids[at + 1] ?? ids[at - 1])
    if (next === undefined) return undefined
    return () => void navigate({ to: '/inbox/$conversationId', params: { conversationId: next }, search })
  }
}
