import { Type } from 'typebox'

import type { AttachedFile } from '../files/attached.ts'
import type { Links } from '../files/links.ts'
import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import type { Attachment, HistoryEntry, Message } from './messages.ts'
import type { ScheduledMessage, ScheduledStatus as StatusOfScheduled } from './scheduled-messages.ts'
import type { MessageStatus } from './status.ts'

const Status = Type.Unsafe<MessageStatus | 'scheduled'>({
  type: 'string',
  enum: ['queued', 'sent', 'delivered', 'read', 'failed', 'unknown', 'canceled', 'scheduled'],
})

export const ScheduledStatus = Type.Unsafe<StatusOfScheduled>({
  type: 'string',
  enum: ['scheduled', 'sent', 'canceled', 'failed'],
  default: 'scheduled',
})

export const MessageContent = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })

export const Attachments = Type.Array(Text(1000), {
  maxItems: 10,
  description: 'keys of files that you uploaded or can see, or addresses of ours that lead to them',
})

export const ScheduledAt = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'ISO 8601 with a time zone; in the future, at most a year',
})

const AttachmentSchema = named(
  'Attachment',
  Type.Object({
    _id: Id,
    key: nullable(Type.String({ description: 'of the file, to send it again; once it has been fetched' })),
    name: nullable(Type.String()),
    contentType: Type.String(),
    size: nullable(Type.Integer({ description: 'in bytes, once it has been fetched' })),
    url: nullable(Type.String({ description: 'where to read it, with your token, once it has been fetched' })),
    signedUrl: nullable(Type.String({ description: 'where anybody can read it for an hour or more' })),
    thumbnailUrl: nullable(Type.String({ description: 'the same for a small version of a picture, once it is made' })),
    errorMessage: nullable(Type.String({ description: 'why it could not be fetched until now' })),
  }),
)

const MessageFields = {
  _id: Id,
  conversationId: Id,
  contactId: Id,
  organizationId: Id,
  channelId: Id,
  content: Type.String(),
  direction: Type.Unsafe<'inbound' | 'outbound'>({ type: 'string', enum: ['inbound', 'outbound'] }),
  channelType: Type.String(),
  status: Status,
  sentBy: nullable(Type.String()),
  isAIGenerated: Type.Boolean(),
  segments: nullable(Type.Integer({ description: 'SMS parts, as carriers bill them' })),
  errorCode: nullable(Type.String()),
  errorMessage: nullable(Type.String({ description: 'what went wrong and what to do' })),
  attachments: Type.Array(AttachmentSchema),
  createdAt: Time,
  updatedAt: Time,
  replyToId: Type.Optional(
    nullable(Type.String({ description: 'the message of the same conversation that it answers, where that was said' })),
  ),
  editedAt: Type.Optional(nullable(Type.Unsafe<Date>(Time))),
  awayMessage: Type.Optional(
    nullable(Type.String({ description: 'what the contact was told at once, because nobody was there' })),
  ),
  reaction: Type.Optional(nullable(Type.String({ description: 'what the contact thinks of it, as an emoji' }))),
  scheduledAt: Type.Optional(Time),
  clientId: Type.Optional(nullable(Type.String({ description: 'what whoever sent it called it' }))),
}

export const MessageSchema = named('Message', Type.Object(MessageFields))

export const MessageWithHistorySchema = named(
  'MessageWithHistory',
  Type.Object({
    ...MessageFields,
    history: Type.Array(
      Type.Object({
        status: Type.String(),
        providerStatus: nullable(Type.String({ description: 'the provider’s own word' })),
        attemptId: nullable(Type.String()),
        errorCode: nullable(Type.String()),
        errorMessage: nullable(Type.String()),
        occurredAt: Time,
      }),
    ),
  }),
)

/** An attachment with the links to its file. */
export interface LinkedAttachment extends Attachment {
  signedUrl: string | null
  thumbnailUrl: string | null
}

export function toMessage(
  message: Message,
  attachments: LinkedAttachment[] = [],
  reactions = new Map<string, string>(),
) {
  return {
    ...message,
    _id: message.id,
    sentBy: message.sentById,
    isAIGenerated: message.isAiGenerated,
    reaction: reactions.get(message.id) ?? null,
    attachments: attachments.filter((each) => each.messageId === message.id).map(toAttachment),
  }
}

export function toMessageWithHistory(
  message: Message,
  attachments: LinkedAttachment[],
  history: HistoryEntry[],
  reactions: Map<string, string>,
) {
  return { ...toMessage(message, attachments, reactions), history }
}

function toAttachment(attachment: LinkedAttachment) {
  const { id, fileId, storedAt } = attachment
  return { ...attachment, _id: id, key: fileId, url: storedAt ? `/api/messages/attachment/${id}` : null }
}

function toScheduledAttachment(links: Links, organizationId: string, { key, name, size, type }: AttachedFile) {
  const { url: signedUrl } = links.to({ organizationId, id: key })
  const url = `/api/messages/attachment/${key}`
  return { _id: key, key, name, contentType: type, size, url, signedUrl, thumbnailUrl: null, errorMessage: null }
}

/** Of the shape of a message, which it becomes when it leaves; its own id stays. */
export const ScheduledMessageSchema = named(
  'ScheduledMessage',
  Type.Object({
    ...MessageFields,
    scheduledAt: Time,
    messageId: nullable(Type.String({ description: 'the message that it became' })),
  }),
)

export function toScheduledMessage(links: Links, { id, ...scheduled }: ScheduledMessage) {
  const direction = 'outbound' as const
  const { sentById: sentBy, actorType } = scheduled
  const isAIGenerated = actorType === 'autopilot'
  const attachments = scheduled.attachments.map((file) => toScheduledAttachment(links, scheduled.organizationId, file))
  return { ...scheduled, _id: id, direction, sentBy, isAIGenerated, segments: null, attachments }
}
