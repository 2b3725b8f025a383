import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { api, findCsrfTokenLater, ok, useCsrfToken as keepCsrfToken } from './client.ts'
import { ApiError } from './errors.ts'
import { forgetReading, restoreReading } from './kept-reading.ts'
import type { operations } from './openapi.ts'
import type { Answer } from './shapes.ts'

export type Session = Answer<'/api/session', 'get'>

/** The name of an operation, as it stands in openapi.json. */
export type Operation = keyof operations

interface Known {
  session: Session
  may: ReadonlySet<string>
}

const sessionKey = ['session'] as const

/** Null for who has not signed in. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ client }) => readSession(client),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

async function readSession(queries: QueryClient): Promise<Known | null> {
  try {
    const [session, { operations }] = await Promise.all([ok(api.GET('/api/session')), ok(api.GET('/api/operations'))])
    keepCsrfToken(session.csrfToken ?? '')
    // What is read may be kept in the browser, and the token is not.
    return { session: { ...session, csrfToken: null }, may: new Set(operations) }
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    const known = isUnreachable(error) ? await knownBefore(queries) : undefined
    if (known) return known
    throw error
  }
}

const unreachable = new Set([0, 502, 503, 504])

function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && unreachable.has(error.status)
}

/** Who was signed in when the server was last reached, with what they had read. */
async function knownBefore(queries: QueryClient): Promise<Known | undefined> {
  const known = queries.getQueryData<Known | null>(sessionKey)
  if (known === undefined) await restoreReading(queries)
  findCsrfTokenLater()
  return queries.getQueryData<Known | null>(sessionKey) ?? undefined
}

/** Who is signed in; only for what is shown to them. */
export function useSession(): Session {
  return useKnown().session
}

/** Whether the server lets this role do it. */
export function useMay(): (operation: Operation) => boolean {
  const { may } = useKnown()
  return (operation) => may.has(operation)
}

function useKnown(): Known {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Error('Nobody is signed in.')
  return data
}

export interface LogIn {
  email: string
  password: string
  code?: string
}

export async function signIn(queries: QueryClient, body: LogIn): Promise<void> {
  await ok(api.POST('/api/session', { body }))
  queries.clear()
  await forgetReading()
  await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

/** Nothing that was read stays behind for whoever sits down next. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await ok(api.DELETE('/api/session')).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
    })
    queries.clear()
    await forgetReading()
    forgetDrafts()
    location.assign(document.baseURI)
  }
}

/** What somebody was writing is kept on the server for them alone. */
function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith('draft')) localStorage.removeItem(key)
}
