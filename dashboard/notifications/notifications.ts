import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { useFirstWelcome, useLiveEvents } from '../api/live-context.ts'
import type { Answer, Schema } from '../api/shapes.ts'

export type Notification = Schema<'Notification'>

const pageSize = 25

export const notificationsQuery = infiniteQueryOptions({
  queryKey: ['notifications'],
  queryFn: ({ pageParam, signal }) =>
    ok(
      api.GET('/api/notifications', {
        params: { query: { size: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } },
        signal,
      }),
    ),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }: Answer<'/api/notifications', 'get'>) => nextCursor,
})

/** Asked again whenever the log says that there is another one, or one less. */
export function useNotificationEffects(onNew: (notification: Notification) => void): void {
  const queries = useQueryClient()
  useFirstWelcome(() => void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }))
  useLiveEvents((events) => {
    const ours = events.filter(({ type }) => type?.startsWith('notification.'))
    if (ours.length === 0) return
    void queries.invalidateQueries({ queryKey: notificationsQuery.queryKey })
    for (const { type, data } of ours) if (type === 'notification.added') onNew(data as unknown as Notification)
  })
}

export function useSeeNotifications() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => ok(api.POST('/api/notifications/seen')),
    onSuccess: () => queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  })
}

export function useRemoveNotification() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ok(api.DELETE('/api/notifications/{id}', { params: { path: { id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  })
}
