import { useQueryClient } from '@tanstack/react-query'

import { messagesQuery } from './threads/thread-queries.ts'

/** Reads the newest of a thread before it is opened. */
export function usePrefetch(): (conversationId: string) => void {
  const queries = useQueryClient()
  return (conversationId) => void queries.prefetchInfiniteQuery(messagesQuery(conversationId))
}
