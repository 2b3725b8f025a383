import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { now } from '../../ui/clock.ts'
import { writingQuery } from '../threads/thread-queries.ts'

const longestTimer = 2_147_483_647

/** What the server says of writing here; asked again when the window closes. */
export function useWriting(conversationId: string): Schema<'Writing'> | undefined {
  const queries = useQueryClient()
  const { data } = useQuery(writingQuery(conversationId))
  const until = data?.until
  useEffect(() => {
    const left = until ? Date.parse(until) - now() : -1
    if (left <= 0) return undefined
    const ask = () => void queries.invalidateQueries({ queryKey: writingQuery(conversationId).queryKey })
    const timer = setTimeout(ask, Math.min(left + 1000, longestTimer))
    return () => clearTimeout(timer)
  }, [queries, conversationId, until])
  return data
}
