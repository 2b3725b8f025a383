import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../../api/client.ts'
import { withRecent } from './recent-rows.ts'

const pageSize = 60
const largestPage = 500

/** As long as the stream is there, it keeps what was read up to date: nothing here grows old by itself. */
const keptByStream = { staleTime: Number.POSITIVE_INFINITY }

/** The newest page first, with all that is new in it; the cursor leads to the one before. */
export function messagesQuery(conversationId: string, unreadCount = 0) {
  const size = Math.min(largestPage, pageSize + unreadCount)
  return infiniteQueryOptions({
    ...keptByStream,
    queryKey: ['messages', conversationId],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const query = { size, ...(pageParam === undefined ? {} : { cursor: pageParam }) }
      const page = await ok(
        api.GET('/api/conversation/{id}/messages', { params: { path: { id: conversationId }, query }, signal }),
      )
      return pageParam === undefined ? withRecent(conversationId, page) : page
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function notesQuery(conversationId: string) {
  return infiniteQueryOptions({
    ...keptByStream,
    queryKey: ['conversation-notes', conversationId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { size: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) }
      return ok(api.GET('/api/conversation/{id}/notes', { params: { path: { id: conversationId }, query }, signal }))
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function activityQuery(conversationId: string) {
  return infiniteQueryOptions({
    ...keptByStream,
    queryKey: ['conversation-activity', conversationId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { size: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) }
      return ok(api.GET('/api/conversation/{id}/activity', { params: { path: { id: conversationId }, query }, signal }))
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function csatQuery(conversationId: string) {
  return queryOptions({
    ...keptByStream,
    queryKey: ['conversation-csat', conversationId],
    queryFn: async ({ signal }) => {
      const params = { path: { id: conversationId } }
      return (await ok(api.GET('/api/conversation/{id}/csat', { params, signal }))).csat
    },
  })
}

export function scheduledQuery(conversationId: string) {
  return queryOptions({
    ...keptByStream,
    queryKey: ['scheduled-messages', conversationId],
    queryFn: async ({ signal }) => {
      const waiting = { query: { conversationId, status: 'scheduled' as const, size: 100 } }
      const failed = { query: { conversationId, status: 'failed' as const, size: 20 } }
      const answers = await Promise.all([
        ok(api.GET('/api/messages/scheduled', { params: failed, signal })),
        ok(api.GET('/api/messages/scheduled', { params: waiting, signal })),
      ])
      return answers.flatMap(({ messages }) => messages)
    },
  })
}

/** Whether one may write there, and how: the server's own answer. */
export function writingQuery(conversationId: string) {
  return queryOptions({
    queryKey: ['writing', conversationId],
    queryFn: ({ signal }) =>
      ok(api.GET('/api/conversation/{id}/writing', { params: { path: { id: conversationId } }, signal })),
  })
}

export function colleaguesQuery() {
  return queryOptions({
    queryKey: ['users', 'list'],
    queryFn: ({ signal }) => ok(api.GET('/api/user/list', { signal })),
  })
}
