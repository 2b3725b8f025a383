import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Message, Time, nullable } from '../platform/schemas.ts'
import type { Signals } from '../platform/signals.ts'
import { everyone } from './actor.ts'
import { deleteApiKey, findApiKey, regenerateApiKey } from './api-keys.ts'

const KeyState = Type.Object({
  success: Type.Literal(true),
  data: Type.Object({
    hasApiKey: Type.Boolean(),
    lastFour: nullable(Type.String()),
    createdAt: nullable(Time),
    lastUsedAt: Type.Unsafe<Date | null>({ ...nullable(Time), description: 'to within five minutes' }),
  }),
})

export function apiKeyRoutes(app: App, signals: Signals): void {
  app.get(
    '/api/user/api-key',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: 'Whether you have an API key',
        description: 'The key itself is shown only when it is made.',
        response: { 200: KeyState },
      },
    },
    async (request) => {
      const key = await findApiKey(request.db, request.actor)
      const { lastFour = null, createdAt = null, lastUsedAt = null } = key ?? {}
      return { success: true as const, data: { hasApiKey: key !== undefined, lastFour, createdAt, lastUsedAt } }
    },
  )

  app.post(
    '/api/user/api-key/regenerate',
    {
      // A kept answer would keep the key.
      config: { roles: everyone, isRepeatable: true },
      schema: {
        tags: ['Users'],
        summary: 'Make your API key, or another one in its place',
        description: 'Good as Bearer wherever a token is. Shown only here; the one before ends at once.',
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            message: Type.String(),
            data: Type.Object({ apiKey: Type.String() }),
          }),
        },
      },
    },
    async (request) => ({
      success: true as const,
      message: 'API key regenerated',
      data: { apiKey: await regenerateApiKey(request.db, request.actor, signals) },
    }),
  )

  app.delete(
    '/api/user/api-key',
    {
      config: { roles: everyone },
      schema: { tags: ['Users'], summary: 'Delete your API key', response: { 200: Message } },
    },
    async (request) => {
      await deleteApiKey(request.db, request.actor, signals)
      return { message: 'API key deleted successfully' }
    },
  )
}
