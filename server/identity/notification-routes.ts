import { Type } from 'typebox'

import type { App } from '../platform/http.ts'
import { Id, Message, Time, named, nullable } from '../platform/schemas.ts'
import { everyone } from './actor.ts'
import { deleteNotification, listNotifications, seeNotifications } from './notifications.ts'
import type { Notification } from './notifications.ts'

const NotificationSchema = named(
  'Notification',
  Type.Object({
    _id: Id,
    type: Type.String({ description: 'mention, reminder, …' }),
    text: Type.String(),
    subjectType: Type.String({ description: 'what it leads to: contact, conversation, …' }),
    subjectId: Id,
    seenAt: nullable(Time),
    createdAt: Time,
  }),
)

export function notificationRoutes(app: App): void {
  app.get(
    '/api/notifications',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notifications'],
        summary: 'What you were told of',
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
          unseenOnly: Type.Optional(Type.Boolean()),
        }),
        response: {
          200: Type.Object({ notifications: Type.Array(NotificationSchema), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { notifications, nextCursor } = await listNotifications(request.db, request.actor, request.query)
      return { notifications: notifications.map(toNotification), nextCursor }
    },
  )

  app.post(
    '/api/notifications/seen',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notifications'],
        summary: 'Mark all of yours as seen',
        response: { 200: Type.Object({ message: Type.String(), seen: Type.Integer() }) },
      },
    },
    async (request) => ({
      message: 'Notifications marked as seen',
      seen: await seeNotifications(request.db, request.actor),
    }),
  )

  app.delete(
    '/api/notifications/:id',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notifications'],
        summary: 'Delete one of yours',
        params: Type.Object({ id: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteNotification(request.db, request.actor, request.params.id)
      return { message: 'Notification deleted successfully' }
    },
  )
}

function toNotification({ id, ...rest }: Notification) {
  return { _id: id, ...rest }
}
