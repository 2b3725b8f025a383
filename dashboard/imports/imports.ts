import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, basePath, ok } from '../api/client.ts'
import type { Schema } from '../api/shapes.ts'

export type Import = Schema<'Import'>
export type ImportWithRows = Schema<'ImportWithRows'>
export type NamedRow = ImportWithRows['problems'][number]
export type Column = Import['columns'][number]
export type Duplicates = 'skip' | 'update' | 'fill'
export type Outcome = 'created' | 'updated' | 'skipped' | 'warned'

export interface ImportOptions {
  mapping: Array<{ column: number; field: string }>
  duplicates: Duplicates
  userId: string
  contactStatus: string | null
  contactTags: string[]
}

const busy = new Set(['checking', 'running', 'undoing'])
const pollMilliseconds = 1000

export const keys = {
  all: ['imports'] as const,
  list: ['imports', 'list'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
  contacts: (id: string) => ['imports', 'contacts', id] as const,
  setting: (what: string) => ['imports', 'setting', what] as const,
}

export function isBusy({ status }: Pick<Import, 'status'>): boolean {
  return busy.has(status)
}

export const importsQuery = infiniteQueryOptions({
  queryKey: keys.list,
  queryFn: ({ pageParam, signal }) => {
    const query = { size: 25, ...(pageParam ? { cursor: pageParam } : {}) }
    return ok(api.GET('/api/contacts/imports', { params: { query }, signal }))
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ imports }) => imports.some(isBusy)) ? 2 * pollMilliseconds : false,
})

/** The log tells when an import changes its state; how far it is within one is asked for. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: ({ signal }) => ok(api.GET('/api/contacts/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? pollMilliseconds : false),
  })

export const importedContactsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.contacts(id),
    queryFn: ({ pageParam, signal }) => {
      const query = { size: 25, ...(pageParam ? { cursor: pageParam } : {}) }
      return ok(api.GET('/api/contacts/imports/{id}/contacts', { params: { path: { id }, query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

export function resultsUrl(id: string, outcome?: Outcome): string {
  return `${basePath}/api/contacts/imports/${id}/results${outcome ? `?outcome=${outcome}` : ''}`
}

type Verb = 'cancel' | 'undo'

/** What is done to one import: the answer is shown at once. */
export function useImportActs(id: string) {
  const queries = useQueryClient()
  const path = { params: { path: { id } } }
  const onSuccess = (changed: Import) => {
    queries.setQueryData(importQuery(id).queryKey, (before) =>
      before ? { ...before, ...changed } : { ...changed, problems: [], warnings: [], keptRows: [] },
    )
    return queries.invalidateQueries({ queryKey: keys.all })
  }
  const check = useMutation({
    mutationFn: (body: ImportOptions) => ok(api.POST('/api/contacts/imports/{id}/dry-run', { ...path, body })),
    onSuccess,
  })
  const start = useMutation({
    mutationFn: () => ok(api.POST('/api/contacts/imports/{id}/start', { ...path, body: {} })),
    onSuccess,
  })
  const end = useMutation({
    mutationFn: (verb: Verb) =>
      ok(
        verb === 'cancel'
          ? api.POST('/api/contacts/imports/{id}/cancel', path)
          : api.POST('/api/contacts/imports/{id}/undo', path),
      ),
    onSuccess,
  })
  return { check, start, end }
}

export function useForgetImport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => ok(api.DELETE('/api/contacts/imports/{id}', { params: { path: { id } } })),
    onSuccess: (_answer, id) => {
      queries.removeQueries({ queryKey: keys.one(id) })
      return queries.invalidateQueries({ queryKey: keys.list })
    },
  })
}
