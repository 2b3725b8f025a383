import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Time, nullable } from '../platform/schemas.ts'
import { everyone } from './actor.ts'
import { readAvailability, setAvailability } from './availability.ts'

const response = {
  200: Type.Object({
    success: Type.Boolean(),
    data: Type.Object({ isAvailable: Type.Boolean(), lastStatusChange: nullable(Time) }),
  }),
}

export function availabilityRoutes(app: App): void {
  app.get(
    '/api/user/chat-availability',
    {
      config: { roles: everyone },
      schema: { tags: ['Users'], summary: 'Whether you are available for conversations', response },
    },
    async (request) => ({ success: true, data: await readAvailability(request.db, request.actor) }),
  )

  app.put(
    '/api/user/chat-availability',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: 'Be available for conversations, or not',
        description: 'Where a channel gives its conversations out in turn, only who is available is given any.',
        body: Type.Object({ isAvailable: Type.Boolean() }),
        response,
      },
    },
    async (request) => ({
      success: true,
      data: await setAvailability(request.db, request.actor, request.body.isAvailable),
    }),
  )
}
