import type { InjectOptions, Response } from 'light-my-request'

import type { App } from '../../server/platform/http.ts'
import type { Person } from '../factories.ts'
import type { RouteRequest } from './entry.ts'
import type { Route } from './recorded.ts'

/** Calls the route as this person, or as nobody. */
export function call(
  app: App,
  { method, url }: Pick<Route, 'method' | 'url'>,
  person: Pick<Person, 'token'> | undefined,
  { params = {}, query = {}, body, form, headers = {} }: RouteRequest = {},
): Promise<Response> {
  const path = url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? 'none'))
  const payload = body ?? form?.()
  return readUntilEndless(app, {
    method,
    url: path,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
    headers: { ...(person ? { authorization: `Bearer ${person.token}` } : {}), ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}

/** A stream of events never ends by itself: of that only the beginning is read. */
async function readUntilEndless(app: App, options: InjectOptions): Promise<Response> {
  const isStream = typeof options.url === 'string' && options.url === '/api/events'
  if (!isStream) return app.inject(options)
  const response = await app.inject({ ...options, payloadAsStream: true })
  const isEndless = response.headers['content-type']?.toString().startsWith('text/event-stream') ?? false
  let body = ''
  for await (const chunk of response.stream()) {
    body += String(chunk)
    if (isEndless) break
  }
  return Object.assign(response, { body, payload: body, json: () => JSON.parse(body) as never })
}

/** The same request with another value at a place such as `body.userId`; a list gets it besides what it holds. */
export function withValue(request: RouteRequest, place: string, value: string): RouteRequest {
  return put(request, place.split('.'), value) as RouteRequest
}

function put(present: unknown, [name, ...rest]: string[], value: string): unknown {
  if (name === undefined) return Array.isArray(present) ? [...present, value] : value
  const object = (present ?? {}) as Record<string, unknown>
  return { ...object, [name]: put(object[name], rest, value) }
}

export function hasPlace(request: RouteRequest, place: string): boolean {
  const at = (object: unknown, name: string) => (object as Record<string, unknown> | undefined)?.[name]
  return place.split('.').reduce(at, request as unknown) !== undefined
}
