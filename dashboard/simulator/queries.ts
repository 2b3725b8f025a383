import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Answer, Schema } from '../api/shapes.ts'

export type Channel = Schema<'Channel'>
export type Thread = Answer<'/api/simulator/thread', 'get'>
export type Line = Thread['messages'][number]

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async () => (await ok(api.GET('/api/channels'))).channels,
})

/** Who wrote or was written to on a channel, the latest first. */
export function peopleQuery(channelId: string) {
  return queryOptions({
    queryKey: ['simulator', 'people', channelId],
    queryFn: async () => {
      const query = { channelId, state: 'all' as const, size: 50 }
      return (await ok(api.GET('/api/conversations', { params: { query } }))).conversations
    },
  })
}

/** Who was played on a webchat, the latest first. */
export function visitorsQuery(channelId: string) {
  return queryOptions({
    queryKey: ['simulator', 'visitors', channelId],
    queryFn: async () => {
      const query = { channelId, size: 50 }
      return (await ok(api.GET('/api/simulator/visitors', { params: { query } }))).visitors
    },
  })
}

export function threadQuery(channelId: string, contact: string) {
  return infiniteQueryOptions({
    queryKey: ['simulator', 'thread', channelId, contact],
    queryFn: ({ pageParam }) => {
      const query = { channelId, contact, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/simulator/thread', { params: { query } }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Where a contact can be played: all simulated channels, and webchats that are switched on, whose visitors we are. */
export function playable(channels: readonly Channel[]): Channel[] {
  const webchats = channels.filter(({ type, isDisabled }) => type === 'webchat' && !isDisabled)
  return [...channels.filter(({ provider }) => provider === 'simulator'), ...webchats]
}
