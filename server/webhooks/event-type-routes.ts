import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { eventTypes } from '../platform/events/types.ts'

const EventType = Type.Object({ type: Type.String(), description: Type.String() })
const types = Object.entries(eventTypes).map(([type, description]) => ({ type, description }))

export function eventTypeRoutes(app: App): void {
  app.get(
    '/api/webhooks/event-types',
    {
      config: { roles: admins },
      schema: {
        tags: ['Webhooks'],
        summary: 'What webhooks can be told of',
        description: 'Each with a sentence for whoever chooses; of all that begin alike one says such as `message.*`.',
        response: { 200: Type.Object({ eventTypes: Type.Array(EventType) }) },
      },
    },
    () => Promise.resolve({ eventTypes: types }),
  )
}
