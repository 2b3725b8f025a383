import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { Query } from '../api/shapes.ts'

export const organizationQuery = queryOptions({
  queryKey: ['organization'],
  queryFn: () => ok(api.GET('/api/organizations/user')),
})

export const businessHoursQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', 'business-hours'],
    queryFn: () => ok(api.GET('/api/organizations/{id}/business-hours', { params: { path: { id } } })),
  })

export const sectionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['sections'],
    queryFn: () => ok(api.GET('/api/organizations/sections/{id}', { params: { path: { id } } })),
  })

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: async () => (await ok(api.GET('/api/pipelines/list'))).data,
})

export const auditLogQuery = (filters: Omit<Query<'/api/audit-logs'>, 'cursor'>) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', filters],
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/audit-logs', { params: { query: { ...filters, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** The same list that other pages keep under this name. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => ok(api.GET('/api/user/list')),
})

export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => ok(api.GET('/api/setup')),
})

export const firstStepsQuery = queryOptions({
  queryKey: ['first-steps'],
  queryFn: () => ok(api.GET('/api/user/first-steps')),
})
