import { queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'

export type Channel = Schema<'Channel'>
export type Webchat = Schema<'Webchat'>
export type Routing = Schema<'Routing'>

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: async () => (await ok(api.GET('/api/channels'))).channels,
})

export function webchatQuery(id: string) {
  return queryOptions({
    queryKey: ['webchats', id],
    queryFn: () => ok(api.GET('/api/webchats/{id}', { params: { path: { id } } })),
  })
}

export function routingQuery(id: string) {
  return queryOptions({
    queryKey: ['routing', id],
    queryFn: () => ok(api.GET('/api/channels/{id}/routing', { params: { path: { id } } })),
  })
}

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => ok(api.GET('/api/user/list')),
})

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async () => (await ok(api.GET('/api/departments'))).departments,
})
