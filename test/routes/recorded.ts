import { subscribe } from 'node:diagnostics_channel'

import type { FastifyInstance, RouteOptions } from 'fastify'

import type { AccessRole } from '../../server/identity/actor.ts'

export interface Route {
  /** As the tables name it: `GET /api/contacts/:id`. */
  name: string
  method: string
  url: string
  roles: readonly AccessRole[]
  isPublic: boolean
  isHidden: boolean
  schema: Partial<Record<'params' | 'querystring' | 'body' | 'response', Schema>>
}

export interface Schema {
  type?: string | string[]
  pattern?: string
  format?: string
  enum?: unknown[]
  default?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  maxItems?: number
  required?: string[]
  items?: Schema
  properties?: Record<string, Schema>
}

/**
 * Every route of the servers that are built from now on. Fastify tells of a new server before anything stands on it, so
 * none is missed, those of plugins neither.
 */
export function recordRoutes(): Route[] {
  const routes: Route[] = []
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook(
      'onRoute',
      (options) => void routes.push(...[options.method].flat().map((each) => toRoute(options, each))),
    )
  })
  return routes
}

// Read late: the hooks after this one still complete the schema.
function toRoute(options: RouteOptions, method: string): Route {
  return {
    name: `${method} ${options.url}`,
    method,
    url: options.url,
    get roles() {
      return options.config?.roles ?? []
    },
    get isPublic() {
      return options.config?.isPublic ?? !options.config?.roles
    },
    get isHidden() {
      return !options.url.startsWith('/api') || Boolean(options.schema?.hide)
    },
    get schema() {
      return (options.schema ?? {}) as Route['schema']
    },
  }
}
