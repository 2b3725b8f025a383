import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { api, ok } from '../api/client.ts'
import { ApiError } from '../api/errors.ts'
import type { Answer } from '../api/shapes.ts'
import { countedWithin, keyOf, queryOf } from './filters/filters.ts'
import type { Filters } from './filters/filters.ts'
import type { InboxSearch } from './inbox-search.ts'
import { rowsSeen } from './list/places.ts'
import type { Page } from './live/folding.ts'
import { pagesAt, readAgain, withReadings } from './live/refreshing.ts'
import type { Pages } from './live/refreshing.ts'
import type { Row } from './rows.ts'
import { texts } from './texts.ts'

export type Listed = Pages

const pageSize = 50

export const listsKey = ['conversations', 'list'] as const
export const onesKey = ['conversations', 'one'] as const
export const countsKey = ['conversations', 'counts'] as const

/** The rows of a list, page by page. The live stream keeps them as they are by now: nothing is asked again by itself. */
export function listQuery(filters: Filters) {
  const key = keyOf(filters)
  return queryOptions({
    queryKey: [...listsKey, key],
    queryFn: ({ client, queryKey, signal }) => readList(key, () => client.getQueryData<Listed>(queryKey), signal),
    staleTime: Number.POSITIVE_INFINITY,
    // Comparing ten thousand rows in depth would take longer than drawing what changed; folding keeps what is the same.
    structuralSharing: false,
  })
}

/** Of a list that was read far down, its beginning and what one sees of it: the rest when one comes to it. */
async function readList(filters: Filters, known: () => Listed | undefined, signal: AbortSignal): Promise<Listed> {
  const read = (cursor: string) => readPage(filters, cursor, signal)
  const before = known()
  if (!before || before.pages.length < 2) return { pages: [await read('')], pageParams: [''] }
  const { from, to } = rowsSeen(filters)
  const places = [...new Set([0, ...pagesAt(before.pages, from, to)])]
  const order = filters.sort ?? 'newest'
  const readings = await Promise.all(
    places.map((index) => readAgain(read, before.pageParams[index]!, before.pages[index]!, order)),
  )
  // What the stream told meanwhile is in it.
  return withReadings(known() ?? before, readings, order)
}

export function readPage(filters: Filters, cursor: string, signal?: AbortSignal): Promise<Page> {
  const query = { ...queryOf(filters), size: pageSize, ...(cursor ? { cursor } : {}) }
  return ok(api.GET('/api/conversations', { params: { query }, ...(signal ? { signal } : {}) }))
}

/** Which of these belong to the list by now; or the beginning of the list. */
export async function askFor(filters: Filters, ids: readonly string[] | undefined, size: number): Promise<Row[]> {
  const query = { ...queryOf(filters), size, ...(ids ? { ids: [...ids] } : {}) }
  return (await ok(api.GET('/api/conversations', { params: { query } }))).conversations
}

export function oneQuery(id: string, queries: QueryClient) {
  return queryOptions({
    queryKey: [...onesKey, id],
    queryFn: async ({ signal }): Promise<Row> => {
      const query = { ids: [id], state: 'all' as const, size: 1 }
      const { conversations } = await ok(api.GET('/api/conversations', { params: { query }, signal }))
      if (conversations[0]) return conversations[0]
      throw new ApiError(404, 'conversation_not_found', texts.notFound)
    },
    // A row of a list is the whole conversation: what was seen there opens at once.
    initialData: () => findListed(queries, id),
    initialDataUpdatedAt: 0,
  })
}

/** A row of any list that was read. */
export function findListed(queries: QueryClient, id: string): Row | undefined {
  for (const [, data] of queries.getQueriesData<Listed>({ queryKey: listsKey })) {
    for (const page of data?.pages ?? []) {
      const row = page.conversations.find(({ _id }) => _id === id)
      if (row) return row
    }
  }
  return undefined
}

export function countsQuery(search: InboxSearch) {
  const query = countedWithin(search)
  return queryOptions({
    queryKey: [...countsKey, keyOf(query)],
    queryFn: ({ signal }) => ok(api.GET('/api/conversations/counts', { params: { query: queryOf(query) }, signal })),
    // What was counted before stands until it is counted anew: numbers do not flicker.
    placeholderData: (before) => before,
  })
}

export const viewsQuery = queryOptions({
  queryKey: ['conversations', 'views'],
  queryFn: ({ signal }) => ok(api.GET('/api/conversations/views', { signal })),
})

/** Whom conversations can be assigned to, and whose name stands where somebody is told of. */
export const colleaguesQuery = queryOptions({
  queryKey: ['conversations', 'colleagues'],
  queryFn: async ({ signal }) => {
    const users = await ok(api.GET('/api/user/list', { signal }))
    return users.map(({ _id, fullName, email, loginDisabled }) => ({ _id, fullName, email, isDisabled: loginDisabled }))
  },
})

export const channelsQuery = queryOptions({
  queryKey: ['conversations', 'channels'],
  queryFn: async ({ signal }) => (await ok(api.GET('/api/channels', { signal }))).channels,
})

/** Through which stages contacts go. */
export const pipelinesQuery = queryOptions({
  queryKey: ['conversations', 'stages'],
  queryFn: async ({ signal }) => {
    const query = { type: 'Contact' as const }
    return (await ok(api.GET('/api/pipelines/list', { params: { query }, signal }))).data
  },
})

/** The stages of all pipelines, each name once. */
export const stagesQuery = queryOptions({
  ...pipelinesQuery,
  select: (pipelines) => [...new Set(pipelines.flatMap(({ stages }) => stages.map(({ name }) => name)))],
})

type Properties = Answer<'/api/organizations/sections/{id}', 'get'>[number]['properties']

function fieldsIn(properties: Properties) {
  return Object.entries(properties)
    .filter(([, { isHidden }]) => !isHidden)
    .map(([key, { name, dataType, options }]) => ({ key, name, dataType, options }))
}

/** The organization's own fields of contacts, as people see them. */
export const ownFieldsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['conversations', 'fields'],
    queryFn: async ({ signal }) => {
      const params = { path: { id: organizationId } }
      const sections = await ok(api.GET('/api/organizations/sections/{id}', { params, signal }))
      return sections.flatMap(({ isHidden, properties }) => (isHidden ? [] : fieldsIn(properties)))
    },
  })
