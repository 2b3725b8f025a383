import type { Response } from 'light-my-request'

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
  return app.inject({
    method,
    url: path,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
    headers: { ...(person ? { authorization: `Bearer ${person.token}` } : {}), ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}

/** The same request with another value at a place such as `body.userId`; a list gets it besides what it holds. */
export function withValue(request: RouteRequest, place: string, value: string): RouteRequest {
  const [part, name] = place.split('.') as ['params' | 'query' | 'body', string]
  const present = request[part]?.[name]
  return { ...request, [part]: { ...request[part], [name]: Array.isArray(present) ? [...present, value] : value } }
}

export function hasPlace(request: RouteRequest, place: string): boolean {
  const [part, name] = place.split('.') as ['params' | 'query' | 'body', string]
  return request[part]?.[name] !== undefined
}
