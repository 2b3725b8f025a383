import createClient from 'openapi-fetch'

import { setClock } from '../ui/clock.ts'
import { ApiError } from './errors.ts'
import type { paths } from './openapi.ts'
import type { Schema } from './shapes.ts'
import { texts } from './texts.ts'

/** Where the page is served from, without the slash at its end: a proxy may have us under a path. */
export const basePath = new URL('.', document.baseURI).pathname.replace(/\/$/, '')

let csrfToken = ''
let onSignedOut: () => void = () => undefined
let renewToken: () => Promise<void> = () => Promise.resolve()

/** Who changes something shows this; the session itself is in a cookie that no script reads. */
export function useCsrfToken(token: string): void {
  csrfToken = token
}

export function currentCsrfToken(): string {
  return csrfToken
}

export function whenSignedOut(effect: () => void): void {
  onSignedOut = effect
}

/** Asked for when the token is none of the session that the cookie has: another tab signed in, or this page opened without the server. */
export function whenTokenIsOld(renew: () => Promise<void>): void {
  renewToken = renew
}

export const api = createClient<paths>({ baseUrl: basePath, fetch: send })

async function send(request: Request): Promise<Response> {
  if (request.method === 'GET' || request.method === 'HEAD') return fetched(request)
  const again = request.clone()
  return change(request, () => again)
}

/** Every change has a key, so that what is sent again after a lost answer is done once; so is what was refused for its token alone. */
async function change(request: Request, again: () => Request): Promise<Response> {
  const key = request.headers.get('idempotency-key') ?? crypto.randomUUID()
  const response = await fetched(signed(request, key))
  if (response.status !== 403 || !(await isOldToken(response))) return response
  await renewToken()
  return fetched(signed(again(), key))
}

function signed(request: Request, key: string): Request {
  request.headers.set('x-csrf-token', csrfToken)
  request.headers.set('idempotency-key', key)
  return request
}

async function fetched(request: Request): Promise<Response> {
  const response = await fetch(request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'offline', texts.offline)
  })
  setClock(Date.parse(response.headers.get('date') ?? ''))
  if (response.status === 401) onSignedOut()
  return response
}

async function isOldToken(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return refusalOf(response, body).code === 'csrf_token_missing'
}

interface Outcome<Data> {
  data?: Data
  error?: unknown
  response: Response
}

/** The answer; a refusal is thrown as an ApiError. */
export async function ok<Data>(call: Promise<Outcome<Data>>): Promise<Data> {
  const { data, error, response } = await call
  if (response.ok) return data as Data
  throw refusalOf(response, error)
}

function refusalOf({ status }: Response, body: unknown): ApiError {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schema<'Error'>>
  if (error) return new ApiError(status, error.code, error.message, error.details)
  return new ApiError(status, 'unreadable', texts.unreadable(status))
}

/** Calls that send files, of which the document says too little for a client. */
export async function upload<Data>(path: string, form: FormData, signal?: AbortSignal): Promise<Data> {
  const request = () => new Request(`${basePath}${path}`, { method: 'POST', body: form, ...(signal ? { signal } : {}) })
  const response = await change(request(), request)
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body as Data
  throw refusalOf(response, body)
}
