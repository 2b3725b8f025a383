import { Type } from 'typebox'

import { windowOf } from '../channels/windows.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import type { Conversation } from './row.ts'
import type { NamedConversation } from './conversations.ts'

const common = {
  _id: Id,
  contactId: Id,
  organizationId: Id,
  userId: Type.String({ description: 'the owner' }),
  channelId: Id,
  channelType: Type.String(),
  channelIdentifier: Type.String({ description: 'the contact’s address on the channel' }),
  latestMessage: nullable(Type.String()),
  lastDirection: nullable(Type.String({ description: 'of the latest message: inbound or outbound' })),
  lastMessageTime: nullable(Time),
  waitingSince: nullable(Time),
  isResolved: Type.Boolean(),
  resolvedAt: nullable(Time),
  snoozedUntil: nullable(Time),
  tags: Type.Array(Type.String()),
  messageCount: Type.Integer(),
  unreadCount: Type.Integer({ description: 'messages of the contact that you have not seen' }),
  isUnseen: Type.Boolean(),
  window: nullable(
    Type.Object(
      {
        closesAt: Type.Unsafe<Date>(Time),
        humanAgentUntil: nullable(Type.Unsafe<Date>(Time)),
      },
      {
        description: 'until when one may write, where the channel says so; until the second a person may all the same',
      },
    ),
  ),
  createdAt: Time,
  updatedAt: Time,
}

export const ConversationSchema = named(
  'Conversation',
  Type.Object({ ...common, assignees: Type.Array(Type.String()) }),
)

export const NamedConversationFields = {
  ...common,
  assignees: Type.Array(Type.Object({ _id: Type.String(), fullName: Type.String(), email: Type.String() })),
}

export const NamedConversationSchema = named('ConversationWithNames', Type.Object(NamedConversationFields))

export function toConversation<T extends Conversation | NamedConversation>(conversation: T) {
  const isUnseen = conversation.unseenAt !== null || conversation.unreadCount > 0
  const isResolved = conversation.resolvedAt !== null
  const waitingSince = isResolved ? null : conversation.waitingSince
  return { ...conversation, _id: conversation.id, isResolved, isUnseen, waitingSince, window: windowOf(conversation) }
}
