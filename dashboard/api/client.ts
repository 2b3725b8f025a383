import createClient from 'openapi-fetch'

import { ApiError } from './errors.ts'
import type { paths } from './openapi.ts'
import type { Schema } from './shapes.ts'
import { texts } from './texts.ts'

/** Where the page is served from, without the slash at its end: a proxy may have us under a path. */
export const basePath = new URL('.', document.baseURI).pathname.replace(/\/$/, '')

let csrfToken = ''
let isTokenMissing = false
let onSignedOut: () => void = () => undefined

/** Who changes something shows this; the session itself is in a cookie that no script reads. */
export function useCsrfToken(token: string): void {
  keepToken(token)
}

/** The page opened without the server: the token is asked for before the first change. */
export function findCsrfTokenLater(): void {
  isTokenMissing = csrfToken === ''
}

export function currentCsrfToken(): string {
  return csrfToken
}

export function whenSignedOut(effect: () => void): void {
  onSignedOut = effect
}

export const api = createClient<paths>({ baseUrl: basePath, fetch: send })

/** Every change has a key, so that what is sent again after a lost answer is done once. */
async function send(request: Request): Promise<Response> {
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  if (!isReading) {
    if (isTokenMissing) await findToken()
    request.headers.set('x-csrf-token', csrfToken)
    if (!request.headers.has('idempotency-key')) request.headers.set('idempotency-key', crypto.randomUUID())
  }
  const response = await fetch(request).catch(sayOffline)
  if (response.status === 401) onSignedOut()
  return response
}

async function findToken(): Promise<void> {
  const response = await fetch(`${basePath}/api/session`).catch(sayOffline)
  if (response.ok) keepToken(((await response.json()) as { csrfToken: string | null }).csrfToken ?? '')
}

function keepToken(token: string): void {
  csrfToken = token
  isTokenMissing = false
}

function sayOffline(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  throw new ApiError(0, 'offline', texts.offline)
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
  const request = new Request(`${basePath}${path}`, { method: 'POST', body: form, ...(signal ? { signal } : {}) })
  const response = await send(request)
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body as Data
  throw refusalOf(response, body)
}
