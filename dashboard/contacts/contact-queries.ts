import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import type { ContactsSearch } from './contacts-search.ts'
import { listQuery } from './list-query.ts'

/** All that is read of contacts is kept under `contacts`, and of one of them under its id. */
export const keys = {
  all: ['contacts'] as const,
  lists: ['contacts', 'list'] as const,
  one: (id: string) => ['contacts', 'one', id] as const,
  of: (id: string, what: string) => ['contacts', 'of', id, what] as const,
  duplicates: ['contacts', 'duplicates'] as const,
  setting: (what: string) => ['contacts', 'setting', what] as const,
}

const long = 10 * 60_000

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: async () => (await ok(api.GET('/api/contacts/{id}', { params: { path: { id } } }))).data,
  })

const listSize = 100

export const contactsQuery = (search: ContactsSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, search] as const,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...listQuery(search), size: listSize, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/contacts', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export const colleaguesQuery = queryOptions({
  queryKey: keys.setting('colleagues'),
  queryFn: () => ok(api.GET('/api/user/list')),
  staleTime: long,
})

export const pipelinesQuery = queryOptions({
  queryKey: keys.setting('pipelines'),
  queryFn: async () => (await ok(api.GET('/api/pipelines/list', { params: { query: {} } }))).data,
  staleTime: long,
})

export const sectionsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.setting('sections'),
    queryFn: () => ok(api.GET('/api/organizations/sections/{id}', { params: { path: { id: organizationId } } })),
    staleTime: long,
  })

export const tagsQuery = queryOptions({
  queryKey: keys.setting('tags'),
  queryFn: async () => (await ok(api.GET('/api/contacts/tags'))).tags.map(({ tag }) => tag),
})

export const documentTypesQuery = queryOptions({
  queryKey: keys.setting('documentTypes'),
  queryFn: async () => (await ok(api.GET('/api/organizations/user'))).documentTypes.map(({ name }) => name),
  staleTime: long,
})
