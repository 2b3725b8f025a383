import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { AccessRole } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { operationIdOf } from './documentation/operation-ids.ts'

/** What pages offer: the operations that a role may ask for, from the very routes. Knows those that are added after it. */
export function permissionRoute(app: App): void {
  const operations: Array<{ id: string; roles: readonly AccessRole[] }> = []
  app.addHook('onRoute', ({ method, url, config, schema }) => {
    const name = String([method].flat()[0])
    if (!config?.roles || schema?.hide || name === 'HEAD') return
    operations.push({ id: operationIdOf(name, url), roles: config.roles })
  })

  app.get(
    '/api/operations',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Log-in'],
        summary: 'What your role may do',
        description: 'The names of operations, as they stand in this document.',
        response: { 200: Type.Object({ operations: Type.Array(Type.String()) }) },
      },
    },
    (request) => ({
      operations: operations.filter(({ roles }) => roles.includes(request.actor.role)).map(({ id }) => id),
    }),
  )
}
