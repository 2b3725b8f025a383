import { queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async () => (await ok(api.GET('/api/user/profile'))).user,
})

export const availabilityQuery = queryOptions({
  queryKey: ['availability'],
  queryFn: async () => (await ok(api.GET('/api/user/chat-availability'))).data,
})

export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: () => ok(api.GET('/api/user/two-factor')),
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await ok(api.GET('/api/sessions'))).sessions,
})

export const apiKeyQuery = queryOptions({
  queryKey: ['api-key'],
  queryFn: async () => (await ok(api.GET('/api/user/api-key'))).data,
})

export const notificationPreferencesQuery = queryOptions({
  queryKey: ['notification-preferences'],
  queryFn: async () => (await ok(api.GET('/api/user/notification-preferences'))).data,
})

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => ok(api.GET('/api/user/list')),
})

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async () => (await ok(api.GET('/api/departments'))).departments,
})
