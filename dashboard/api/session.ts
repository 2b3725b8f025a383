import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

import { api, basePath, ok, useCsrfToken as keepCsrfToken, whenTokenIsOld } from './client.ts'
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
    const [session, { operations }] = await Promise.all([readOwn(), ok(api.GET('/api/operations'))])
    return { session, may: new Set(operations) }
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      await forgetReading()
      return null
    }
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
  const found = queries.getQueryData<Known | null>(sessionKey) ?? undefined
  person ??= found?.session.user.id
  return found
}

let person: string | undefined

/**
 * All tabs have one cookie: when somebody else has signed in with it, nothing of what this page holds is theirs, and it
 * begins anew. Its changes were refused meanwhile, for its token is none of that session.
 */
async function readOwn(): Promise<Session> {
  const session = await ok(api.GET('/api/session'))
  if (person !== undefined && person !== session.user.id) await beginAnew()
  person = session.user.id
  keepCsrfToken(session.csrfToken ?? '')
  forgetDrafts((userId) => userId !== person)
  // What is read may be kept in the browser, and the token is not.
  return { ...session, csrfToken: null }
}

whenTokenIsOld(async () => void (await readOwn()))

/** Of what this page shows and holds nothing is left. It never ends. */
async function beginAnew(): Promise<never> {
  await forgetReading()
  location.reload()
  return new Promise(() => undefined)
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
  await enter(queries)
}

/** Somebody has just signed in here: what the page knew before is forgotten, and the other tabs look who it is. */
export async function enter(queries: QueryClient): Promise<void> {
  queries.clear()
  tellTabs('entered')
  await forgetReading()
  await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
}

/** Nothing that was read or written stays behind for whoever sits down next, in this tab and in the others. */
export function useSignOut(): (forgetMore: () => Promise<void>) => Promise<void> {
  return async (forgetMore) => {
    await ok(api.DELETE('/api/session')).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.status !== 401) throw error
    })
    tellTabs('left')
    await forgetMore()
    await forgetReading()
    forgetDrafts(() => true)
    sessionStorage.clear()
    location.assign(document.baseURI)
    // A browser may keep the page as it was, for the way back.
    addEventListener('pageshow', () => location.reload())
  }
}

const tabsKey = `tether.session ${basePath}`

type Deed = 'entered' | 'left'

/** What is kept is heard by the other tabs, and by them alone; said twice, it is not the same. */
function tellTabs(deed: Deed): void {
  localStorage.setItem(tabsKey, `${deed} ${crypto.randomUUID()}`)
}

/** What other tabs of this browser did about the session that all of them have. */
export function onOtherTabs(effect: (deed: Deed) => void): () => void {
  const hear = ({ key, newValue }: StorageEvent) => {
    if (key === tabsKey && newValue) effect(newValue.startsWith('left') ? 'left' : 'entered')
  }
  addEventListener('storage', hear)
  return () => removeEventListener('storage', hear)
}

/** What somebody was writing is kept on the server for them alone. */
function forgetDrafts(isOf: (userId: unknown) => boolean): void {
  const prefix = 'draft-about:'
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith('draft')) continue
    const conversationId = key.slice(key.indexOf(':') + 1)
    if (isOf(authorOf(localStorage.getItem(`${prefix}${conversationId}`)))) localStorage.removeItem(key)
  }
}

function authorOf(about: string | null): unknown {
  try {
    return (JSON.parse(about ?? '{}') as { userId?: unknown }).userId
  } catch {
    return undefined
  }
}
