import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useLiveEvents, useLiveFrames } from '../api/live-context.ts'
import { followerOf } from './live/follower.ts'
import { listsOf } from './live/lists.ts'
import { touchedBy } from './live/touched.ts'
import { colleaguesQuery, countsKey, listsKey, viewsQuery } from './queries.ts'

/** Keeps lists, counts and what is open as they are by now. */
export function useConversationEffects(): void {
  const queries = useQueryClient()
  const follower = followerOf(queries)
  useEffect(() => () => follower.stop(), [follower])
  useLiveEvents((events) => {
    const { conversationIds, contactIds, areViewsChanged, areColleaguesChanged } = touchedBy(events)
    follower.touch([...conversationIds, ...rowsOf(contactIds)])
    if (areColleaguesChanged) void queries.invalidateQueries({ queryKey: colleaguesQuery.queryKey })
    if (!areViewsChanged) return
    void queries.invalidateQueries({ queryKey: viewsQuery.queryKey })
    void queries.invalidateQueries({ queryKey: countsKey })
  })
  const isFollowing = useRef(false)
  useLiveFrames(({ type, subjectId }) => {
    if (type === 'conversation.hidden') follower.forget(String(subjectId))
    // What happened between the first reading and the first listening is nobody's news.
    const isFirst = type === 'welcome' && !isFollowing.current
    if (isFirst) isFollowing.current = true
    if (!isFirst && type !== 'access.changed') return
    for (const queryKey of [listsKey, countsKey, viewsQuery.queryKey]) void queries.invalidateQueries({ queryKey })
  })

  /** Which conversations are known to be of these contacts. */
  function rowsOf(contactIds: readonly string[]): string[] {
    if (contactIds.length === 0) return []
    const wanted = new Set(contactIds)
    const pages = listsOf(queries).flatMap(({ isActive, data }) => (isActive ? (data?.pages ?? []) : []))
    return pages.flatMap((page) => page.conversations.flatMap((row) => (wanted.has(row.contactId) ? row._id : [])))
  }
}
