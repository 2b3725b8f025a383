import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { everyone } from './actor.ts'
import { dismissFirstSteps, hasDismissedFirstSteps } from './first-steps.ts'

const Dismissal = Type.Object({ isDismissed: Type.Boolean() })

export function firstStepsRoutes(app: App): void {
  app.get(
    '/api/user/first-steps',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: 'Whether you have put the list of first steps away',
        response: { 200: Dismissal },
      },
    },
    async (request) => ({ isDismissed: await hasDismissedFirstSteps(request.db, request.actor) }),
  )

  app.put(
    '/api/user/first-steps',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: 'Put the list of first steps away, or bring it back',
        body: Dismissal,
        response: { 200: Dismissal },
      },
    },
    async (request) => {
      await dismissFirstSteps(request.db, request.actor, request.body.isDismissed)
      return request.body
    },
  )
}
