import { queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { keys } from './imports.ts'

const staleTime = 5 * 60_000

export const fieldsQuery = queryOptions({
  queryKey: keys.setting('fields'),
  queryFn: () => ok(api.GET('/api/contacts/imports/fields')),
})

export const colleaguesQuery = queryOptions({
  queryKey: keys.setting('colleagues'),
  queryFn: () => ok(api.GET('/api/user/list')),
  staleTime,
})

export const stagesQuery = queryOptions({
  queryKey: keys.setting('stages'),
  queryFn: async () => {
    const { data } = await ok(api.GET('/api/pipelines/list', { params: { query: {} } }))
    return [...new Set(data.flatMap(({ stages }) => stages.map(({ name }) => name)))]
  },
  staleTime,
})

export const tagsQuery = queryOptions({
  queryKey: keys.setting('tags'),
  queryFn: async () => (await ok(api.GET('/api/contacts/tags'))).tags.map(({ tag }) => tag),
  staleTime,
})

export const exportColumnsQuery = queryOptions({
  queryKey: keys.setting('export-columns'),
  queryFn: async () => (await ok(api.GET('/api/contacts/export/columns'))).columns,
})
