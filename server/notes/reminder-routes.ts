import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, inWords, named, nullable } from '../platform/schemas.ts'
import { deleteReminder, listReminders, remind } from './reminders.ts'
import type { Reminder } from './reminders.ts'

const idsPattern = inWords('^[0-9a-f]{24}(,[0-9a-f]{24}){0,49}$', 'must be ids with commas between them, 50 at most')
const tags = ['Notes']

const ReminderSchema = named(
  'Reminder',
  Type.Object({
    _id: Id,
    contactId: Id,
    organizationId: Id,
    createdBy: Id,
    note: Type.String(),
    reminderDate: Time,
    channelType: Type.String(),
    phoneNumber: nullable(Type.String()),
    contactName: nullable(Type.String()),
    fired: Type.Boolean(),
    createdAt: Time,
    updatedAt: Time,
  }),
)

export function reminderRoutes(app: App): void {
  createRoute(app)
  listRoute(app)
  deleteRoute(app)
}

function createRoute(app: App): void {
  app.post(
    '/api/reminders',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Be reminded of a contact',
        description: 'You alone are: with a notification, within a minute of the time.',
        body: Type.Object({
          contactId: Id,
          note: Type.String({ minLength: 1, maxLength: 2000, pattern: '\\S' }),
          reminderDate: Type.String({ format: 'date-time', description: 'in the future' }),
          channelType: Type.String({ enum: ['sms', 'facebook', 'webchat'], default: 'sms' }),
          phoneNumber: Type.Optional(Text(40, 'the contact’s, unless you name another')),
          contactName: Type.Optional(Text(200, 'the contact’s, unless you name another')),
        }),
        response: {
          200: Type.Object({ success: Type.Boolean(), message: Type.String(), data: ReminderSchema }),
        },
      },
    },
    async (request) => {
      const fields = { ...request.body, reminderDate: new Date(request.body.reminderDate) }
      const data = toReminder(await remind(request.db, request.actor, fields))
      return { success: true, message: 'Reminder created successfully', data }
    },
  )
}

function listRoute(app: App): void {
  app.get(
    '/api/reminders',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List your reminders',
        description: 'Those that are still to come, the next first.',
        querystring: Type.Object({
          contactId: Type.Optional(Id),
          contactIds: Type.Optional(Type.String({ pattern: idsPattern, description: 'up to 50, with commas' })),
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            data: Type.Array(ReminderSchema),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { contactId, contactIds, ...page } = request.query
      const ids = [...(contactId ? [contactId] : []), ...(contactIds?.split(',') ?? [])]
      const { reminders, nextCursor } = await listReminders(request.db, request.actor, { ...page, contactIds: ids })
      return { success: true, data: reminders.map(toReminder), nextCursor }
    },
  )
}

function deleteRoute(app: App): void {
  app.delete(
    '/api/reminders/:reminderId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Complete a reminder of yours',
        description: 'It is deleted.',
        params: Type.Object({ reminderId: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteReminder(request.db, request.actor, request.params.reminderId)
      return { message: 'Reminder deleted successfully' }
    },
  )
}

function toReminder({ id, createdById, firedAt, ...rest }: Reminder) {
  return { ...rest, _id: id, createdBy: createdById, fired: firedAt !== null }
}
