import { queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: () => ok(api.GET('/api/user/sms-templates')),
})

export const categoriesQuery = queryOptions({
  queryKey: ['template-categories'],
  queryFn: () => ok(api.GET('/api/user/template-categories')),
})
