import { Type } from 'typebox'

import type { ChannelTools } from '../channels/channels.ts'
import { sendFile } from '../files/download.ts'
import type { Links } from '../files/links.ts'
import { FileAnswer } from '../files/schemas.ts'
import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, nullable } from '../platform/schemas.ts'
import type { Storage } from '../platform/storage.ts'
import { cancelMessage } from './cancellation.ts'
import { findReadableFile } from './files.ts'
import { attachmentsOf, findMessage, historyOf, listMessages, listUnsettled } from './messages.ts'
import type { Attachment, Message } from './messages.ts'
import { reactionsTo } from './reactions.ts'
import { retryMessage } from './retry.ts'
import {
  Attachments,
  MessageSchema,
  MessageWithHistorySchema,
  ScheduledAt,
  toMessage,
  toMessageWithHistory,
  toScheduledMessage,
} from './schemas.ts'
import type { LinkedAttachment } from './schemas.ts'
import { scheduleMessage } from './scheduling.ts'
import { sendMessage } from './sending.ts'

const tags = ['Messages']
const ById = Type.Object({ id: Id })
const PageFields = {
  size: Type.Integer({ minimum: 1, maximum: 5000, default: 1000 }),
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: 'the nextCursor of an answer: the messages before it' }),
  ),
}
const MessageList = {
  200: Type.Object({ messages: Type.Array(MessageSchema), nextCursor: nullable(Type.String()) }),
}

interface Asking {
  db: Database
  actor: Actor
}

export function messageRoutes(app: App, tools: ChannelTools, storage: Storage): void {
  conversationRoutes(app, tools)
  readRoutes(app, tools)
  sendRoutes(app, tools)
  sentRoutes(app, tools)
  attachmentRoutes(app, tools, storage)
}

function conversationRoutes(app: App, tools: ChannelTools): void {
  const summary = 'Get messages by conversation'
  const description = 'The newest 1,000 unless you ask for another number, the oldest of them first.'
  app.post(
    '/api/conversation/messages',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary,
        description,
        body: Type.Object({ conversationId: Id, ...PageFields }),
        response: MessageList,
      },
    },
    (request) => answerList(request, tools, request.body.conversationId, request.body),
  )
  app.get(
    '/api/conversation/messages',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary,
        description,
        querystring: Type.Object({ conversationId: Id, ...PageFields }),
        response: MessageList,
      },
    },
    (request) => answerList(request, tools, request.query.conversationId, request.query),
  )
  app.get(
    '/api/conversation/:id/messages',
    {
      config: { roles: everyone },
      schema: { tags, summary, description, params: ById, querystring: Type.Object(PageFields), response: MessageList },
    },
    (request) => answerList(request, tools, request.params.id, request.query),
  )
}

async function answerList(
  { db, actor }: Asking,
  tools: ChannelTools,
  conversationId: string,
  page: { size: number; cursor?: string },
) {
  const { messages, nextCursor } = await listMessages(db, actor, conversationId, page)
  return { messages: await withAttachments(db, actor, tools, messages), nextCursor }
}

async function withAttachments(db: Database, actor: Actor, { links }: ChannelTools, messages: Message[]) {
  // Few messages have any; most lists ask nothing more.
  const ids = messages.filter((message) => message.hasAttachments).map((message) => message.id)
  const attachments = (await attachmentsOf(db, actor, ids)).map((each) => linked(links, each))
  const reactions = await reactionsTo(db, actor, messages)
  return messages.map((message) => toMessage(message, attachments, reactions))
}

function linked(links: Links, attachment: Attachment): LinkedAttachment {
  const { organizationId, fileId: id, thumbnailAt } = attachment
  return {
    ...attachment,
    signedUrl: id && links.to({ organizationId, id }).url,
    thumbnailUrl: id && thumbnailAt && links.to({ organizationId, id }, { isThumbnail: true }).url,
  }
}

function readRoutes(app: App, tools: ChannelTools): void {
  app.get(
    '/api/messages',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the messages that wait for something',
        description: 'Queued, failed, or of an outcome that nobody knows. Newest first.',
        querystring: Type.Object({
          status: Type.Unsafe<'queued' | 'failed' | 'unknown'>({
            type: 'string',
            enum: ['queued', 'failed', 'unknown'],
          }),
          size: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          cursor: PageFields.cursor,
        }),
        response: MessageList,
      },
    },
    async (request) => {
      const { status, ...page } = request.query
      const { messages, nextCursor } = await listUnsettled(request.db, request.actor, status, page)
      return { messages: await withAttachments(request.db, request.actor, tools, messages), nextCursor }
    },
  )

  app.get(
    '/api/messages/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read a message with its delivery history',
        params: ById,
        response: { 200: MessageWithHistorySchema },
      },
    },
    async (request) => {
      const message = await findMessage(request.db, request.actor, request.params.id)
      const attachments = await attachmentsOf(request.db, request.actor, [message.id])
      const shown = attachments.map((each) => linked(tools.links, each))
      const reactions = await reactionsTo(request.db, request.actor, [message])
      return toMessageWithHistory(message, shown, await historyOf(request.db, request.actor, message), reactions)
    },
  )
}

function sendRoutes(app: App, tools: ChannelTools): void {
  app.post(
    '/api/messages/send',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Send a message',
        description:
          'To a contact, where it was spoken with last, or into a conversation. The answer comes at once, as `queued`. ' +
          'Where only colleagues have conversations with the contact, it is refused as `conversation_of_colleague`. ' +
          'Send an Idempotency-Key, and you can repeat the request without sending the message twice. With `undoSeconds` it ' +
          'is held back for so long, and cancelling it takes it back for certain. With `scheduledAt` it is answered as ' +
          '`scheduled`: it is no message of the conversation before it leaves, and stands among the scheduled messages. With ' +
          '`replyToId` it answers a message of the same conversation, and the contact sees which: on pages and webchats.',
        body: Type.Object({
          contactId: Type.Optional(Id),
          conversationId: Type.Optional(Id),
          channelId: Type.Optional(Id),
          content: Type.Optional(
            Type.String({
              maxLength: 10_000,
              description:
                'said as it stands: variables are filled in only of a template, by `templateId`. May be missing where something is attached',
            }),
          ),
          templateId: Type.Optional(Id),
          undoSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
          scheduledAt: Type.Optional(ScheduledAt),
          attachments: Type.Optional(Attachments),
          replyToId: Type.Optional(Id),
          clientId: Type.Optional(
            Text(64, 'what you call it: the message says it again, so that you know it wherever you hear of it first'),
          ),
        }),
        response: { 200: MessageSchema },
      },
    },
    async (request) => {
      const { db, actor, body } = request
      const { scheduledAt, undoSeconds, ...message } = body
      if (scheduledAt === undefined) return answerOne(request, tools, await sendMessage(db, actor, tools, body))
      if (undoSeconds)
        throw invalid('undoSeconds', 'a scheduled message can be canceled until it leaves; leave it out.')
      return toScheduledMessage(tools.links, await scheduleMessage(db, actor, tools, { ...message, scheduledAt }))
    },
  )
}

function sentRoutes(app: App, tools: ChannelTools): void {
  app.post(
    '/api/messages/:id/cancel',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Withdraw a message that still waits', params: ById, response: { 200: MessageSchema } },
    },
    async (request) => answerOne(request, tools, await cancelMessage(request.db, request.actor, request.params.id)),
  )

  app.post(
    '/api/messages/:id/retry',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Try a message again',
        description: 'One that failed; or one whose outcome is unknown, which may then arrive twice.',
        params: ById,
        response: { 200: MessageSchema },
      },
    },
    async (request) =>
      answerOne(request, tools, await retryMessage(request.db, request.actor, tools, request.params.id)),
  )
}

async function answerOne({ db, actor }: Asking, tools: ChannelTools, message: Message) {
  const [shown] = await withAttachments(db, actor, tools, [message])
  return shown!
}

function attachmentRoutes(app: App, { links }: ChannelTools, storage: Storage): void {
  app.get(
    '/api/messages/attachment/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read an attachment',
        description: 'By its id, or by the key of its file. Ranges are honoured.',
        params: ById,
        response: FileAnswer,
      },
    },
    async (request, reply) => {
      const file = await findReadableFile(request.db, request.actor, request.params.id)
      // What a browser keeps of it is for nobody who logs in there next.
      reply.header('vary', 'cookie, authorization')
      return sendFile(request, reply, storage, file, { isSaved: true })
    },
  )

  app.get(
    '/api/messages/attachment-url/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Get a link to an attachment',
        description: 'By its id, or by the key of its file. Whoever has the link can read the file until it expires.',
        params: ById,
        response: {
          200: Type.Object({ signedUrl: Type.String(), thumbnailUrl: nullable(Type.String()), expiresAt: Time }),
        },
      },
    },
    async (request) => {
      const file = await findReadableFile(request.db, request.actor, request.params.id)
      const { url: signedUrl, expiresAt } = links.to(file)
      const thumbnailUrl = file.thumbnailAt && links.to(file, { isThumbnail: true }).url
      return { signedUrl, thumbnailUrl, expiresAt }
    },
  )
}
