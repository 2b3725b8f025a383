import { Type } from 'typebox'

import type { ChannelTools } from '../channels/channels.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Refusal, invalid } from '../platform/errors.ts'
import { Id, nullable } from '../platform/schemas.ts'
import { sendToMany } from './bulk-sending.ts'
import type { BulkAnswer } from './bulk-sending.ts'
import {
  Attachments,
  MessageContent,
  ScheduledAt,
  ScheduledMessageSchema,
  ScheduledStatus,
  toScheduledMessage,
} from './schemas.ts'
import { findScheduled, listScheduled } from './scheduled-messages.ts'
import { cancelScheduled, reschedule } from './scheduling.ts'

const tags = ['Messages']
const ById = Type.Object({ id: Id })

/** Sending to many at once, later, or not after all. */
export function sendingRoutes(app: App, tools: ChannelTools): void {
  bulkRoute(app, tools)
  scheduledReadRoutes(app, tools)
  scheduledWriteRoutes(app, tools)
}

const notForMany = 'refused: messages to many leave at once'

const BulkOutcome = Type.Object({
  contactId: Id,
  status: Type.Unsafe<'queued' | 'refused'>({ type: 'string', enum: ['queued', 'refused'] }),
  messageId: nullable(Type.String()),
  conversationId: nullable(Type.String({ description: 'null as well where it is opened with the message' })),
  code: nullable(
    Type.String({
      description: 'why it was refused: contact_not_found, conversation_of_colleague, opted_out, no_address, …',
    }),
  ),
  message: nullable(Type.String({ description: 'the same in words' })),
})

function bulkRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/messages/quick-bulk-send',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Send a message to many contacts',
        description:
          'To each of up to 10,000 contacts, filled in for it, with the same attachments; a {{variable}} without a value ' +
          'refuses that one alone. The answer says of each, in your order, whether it is queued, or why not. Of more than 500 ' +
          'the rest is written into its conversations during the next seconds, under the messageId that is answered. Who opts ' +
          'out or is blocked before that gets none: an event message.refused says so. They leave at the rate of the channel, ' +
          'and let answers to single contacts pass. With an Idempotency-Key the same call again is nothing new.',
        body: Type.Object({
          contactIds: Type.Array(Id, { minItems: 1, maxItems: 10_000 }),
          content: Type.Optional(MessageContent),
          templateId: Type.Optional(Id),
          channelId: Type.Optional(Id),
          attachments: Type.Optional(Attachments),
          scheduledAt: Type.Optional(Type.Unknown({ description: notForMany })),
          undoSeconds: Type.Optional(Type.Unknown({ description: notForMany })),
        }),
        response: {
          200: Type.Object({
            message: Type.String(),
            queued: Type.Integer(),
            refused: Type.Integer(),
            results: Type.Array(BulkOutcome),
          }),
        },
      },
    },
    async (request) => {
      refuseLater(request.body)
      const results = (await sendToMany(request.db, request.actor, tools, request.body)).map(toOutcome)
      const queued = results.filter(({ status }) => status === 'queued').length
      const refused = results.length - queued
      return { message: `${queued} messages queued, ${refused} refused`, queued, refused, results }
    },
  )
}

/** Dropped like a field that nobody knows, it would be thousands of messages at the wrong time. */
function refuseLater(body: { scheduledAt?: unknown; undoSeconds?: unknown }): void {
  for (const field of ['scheduledAt', 'undoSeconds'] as const) {
    if (body[field] !== undefined) throw invalid(field, 'messages to many leave at once: leave it out.')
  }
}

function toOutcome({ contactId, outcome }: BulkAnswer) {
  if (outcome instanceof Refusal) {
    const { code, message } = outcome
    return { contactId, status: 'refused' as const, messageId: null, conversationId: null, code, message }
  }
  const { id: messageId, conversationId } = outcome
  return { contactId, status: 'queued' as const, messageId, conversationId, code: null, message: null }
}

function scheduledReadRoutes(app: App, tools: ChannelTools): void {
  app.get(
    '/api/messages/scheduled',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the scheduled messages',
        description: 'The next to leave first; or those that failed, were sent or were canceled.',
        querystring: Type.Object({
          status: ScheduledStatus,
          conversationId: Type.Optional(Id),
          size: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({ messages: Type.Array(ScheduledMessageSchema), nextCursor: nullable(Type.String()) }),
        },
      },
    },
    async (request) => {
      const { messages, nextCursor } = await listScheduled(request.db, request.actor, request.query)
      return { messages: messages.map((each) => toScheduledMessage(tools.links, each)), nextCursor }
    },
  )
  app.get(
    '/api/messages/scheduled/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read a scheduled message',
        params: ById,
        response: { 200: ScheduledMessageSchema },
      },
    },
    async (request) =>
      toScheduledMessage(tools.links, await findScheduled(request.db, request.actor, request.params.id)),
  )
}

function scheduledWriteRoutes(app: App, tools: ChannelTools): void {
  app.patch(
    '/api/messages/scheduled/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Change a scheduled message',
        description:
          'Its text, its time, or what is attached, until it leaves: the attachments that you name are all that it has then. ' +
          'One that failed gets another time.',
        params: ById,
        body: Type.Object({
          content: Type.Optional(MessageContent),
          scheduledAt: Type.Optional(ScheduledAt),
          attachments: Type.Optional(Attachments),
        }),
        response: { 200: ScheduledMessageSchema },
      },
    },
    async ({ db, actor, params, body }) =>
      toScheduledMessage(tools.links, await reschedule(db, actor, tools, params.id, body)),
  )
  app.post(
    '/api/messages/scheduled/:id/cancel',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Cancel a scheduled message',
        params: ById,
        response: { 200: ScheduledMessageSchema },
      },
    },
    async (request) =>
      toScheduledMessage(tools.links, await cancelScheduled(request.db, request.actor, request.params.id)),
  )
}
