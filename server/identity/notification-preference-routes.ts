import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { named } from '../platform/schemas.ts'
import { everyone } from './actor.ts'
import { changePreferences, findPreferences, notificationTopics } from './notification-preferences.ts'
import type { NotificationPreferences } from './notification-preferences.ts'

const Preferences = named(
  'NotificationPreferences',
  Type.Unsafe<NotificationPreferences>(
    Type.Object(Object.fromEntries(notificationTopics.map((topic) => [topic, Type.Boolean()]))),
  ),
)

const SomePreferences = Type.Unsafe<Partial<NotificationPreferences>>(
  Type.Object(Object.fromEntries(notificationTopics.map((topic) => [topic, Type.Optional(Type.Boolean())]))),
)

export function notificationPreferenceRoutes(app: App): void {
  app.get(
    '/api/user/notification-preferences',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notifications'],
        summary: 'What you want to be told of',
        response: { 200: Type.Object({ success: Type.Literal(true), data: Preferences }) },
      },
    },
    async (request) => ({ success: true as const, data: await findPreferences(request.db, request.actor) }),
  )

  app.put(
    '/api/user/notification-preferences',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notifications'],
        summary: 'Switch kinds of notifications on or off',
        description: 'What you leave out stays as it is.',
        body: Type.Object({ notificationPreferences: SomePreferences }),
        response: {
          200: Type.Object({ success: Type.Literal(true), message: Type.String(), data: Preferences }),
        },
      },
    },
    async (request) => ({
      success: true as const,
      message: 'Notification preferences updated',
      data: await changePreferences(request.db, request.actor, request.body.notificationPreferences),
    }),
  )
}
