import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'

import type { Schema } from '../../api/shapes.ts'
import { unansweredOf } from '../sending/entries.ts'
import type { SendEntry } from '../sending/entries.ts'
import { useSendEntries } from '../sending/sending.ts'
import { messagesIn } from './message-rows.ts'
import type { Message } from './message-rows.ts'
import { activityQuery, csatQuery, messagesQuery, notesQuery } from './thread-queries.ts'
import { timelineOf } from './timeline.ts'
import type { Activity, TimelineItem } from './timeline.ts'

const hidden = new Set(['conversation.opened'])

export interface Timeline {
  messages: readonly Message[]
  items: readonly TimelineItem[]
  /** Said here, and not known to have arrived. */
  unanswered: readonly SendEntry[]
  isPending: boolean
  hasFailed: boolean
  hasOlder: boolean
  isLoadingOlder: boolean
  hasFailedOlder: boolean
  loadOlder: () => void
  retry: () => void
}

/** Everything of a conversation in the order of time, as far back as it was loaded. */
export function useTimeline(
  { _id: conversationId, channelType }: Schema<'InboxConversation'>,
  unread: { firstUnreadId: string | undefined; unreadCount: number },
): Timeline {
  const said = useInfiniteQuery(messagesQuery(conversationId, unread.unreadCount))
  const noted = useInfiniteQuery(notesQuery(conversationId))
  const happened = useInfiniteQuery(activityQuery(conversationId))
  const { data: csat } = useQuery({ ...csatQuery(conversationId), enabled: channelType === 'webchat' })
  const entries = useSendEntries()

  const messages = useMemo(() => messagesIn(said.data), [said.data])
  const notes = useMemo(() => noted.data?.pages.toReversed().flatMap((page) => page.notes) ?? [], [noted.data])
  const activity = useMemo(() => activityIn(happened.data?.pages), [happened.data])
  const hasOlder = said.hasNextPage
  useReachBack(messages[0]?._id, notes[0]?._id, noted)
  useReachBack(messages[0]?._id, activity[0]?._id, happened)

  const { firstUnreadId, unreadCount } = unread
  const items = useMemo(
    () => timelineOf({ messages, notes, activity, csat: csat ?? [], hasOlder, firstUnreadId, unreadCount }),
    [messages, notes, activity, csat, hasOlder, firstUnreadId, unreadCount],
  )
  const unanswered = useMemo(() => {
    const own = entries.filter((entry) => entry.conversationId === conversationId)
    return own.length > 0 ? unansweredOf(own, messages, notes) : own
  }, [entries, conversationId, messages, notes])

  return {
    messages,
    items,
    unanswered,
    isPending: said.isPending,
    hasFailed: said.isError && !said.data,
    hasOlder,
    isLoadingOlder: said.isFetchingNextPage,
    hasFailedOlder: said.isFetchNextPageError,
    loadOlder: () => {
      if (said.hasNextPage && !said.isFetchingNextPage) void said.fetchNextPage()
    },
    retry: () => void said.refetch(),
  }
}

interface Pages {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => Promise<unknown>
}

/** Notes and the like are loaded as far back as the messages are. */
function useReachBack(oldestMessageId: string | undefined, oldestId: string | undefined, pages: Pages): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages
  const isShort = oldestMessageId !== undefined && oldestId !== undefined && oldestId > oldestMessageId
  const mayLoad = isShort && hasNextPage && !isFetchingNextPage && !isFetchNextPageError
  useEffect(() => {
    if (mayLoad) void fetchNextPage()
  }, [mayLoad, fetchNextPage])
}

function activityIn(pages: Array<{ activity: Activity[] }> | undefined): Activity[] {
  const all = pages?.toReversed().flatMap((page) => page.activity) ?? []
  return all.filter(({ type }) => !hidden.has(type))
}
