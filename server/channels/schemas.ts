import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { callbacksOf } from './callbacks.ts'
import type { Channel } from './channels.ts'
import type { ChannelType } from './connector.ts'

const TypeName = Type.Unsafe<ChannelType>({ type: 'string', enum: ['sms', 'facebook', 'webchat'] })

export const ChannelSchema = named(
  'Channel',
  Type.Object({
    _id: Id,
    organizationId: Id,
    type: TypeName,
    provider: Type.String(),
    name: Type.String(),
    identifier: Type.String({ description: 'the address: for sms the phone number in E.164, or a short code' }),
    settings: Type.Unsafe<Record<string, unknown>>({ type: 'object', additionalProperties: true }),
    userId: Type.String({ description: 'owns the contacts and conversations that begin here' }),
    hasCredentials: Type.Boolean(),
    trouble: nullable(Type.String({ description: 'why the provider refuses everything, until somebody mends it' })),
    isHalted: Type.Boolean({ description: 'nothing leaves by it before somebody has changed its configuration' }),
    isDisabled: Type.Boolean(),
    callbackUrls: Type.Array(Type.String(), {
      description: 'to be entered at the provider, so that it tells us what contacts write',
    }),
    createdAt: Time,
    updatedAt: Time,
  }),
)

const Configuration = {
  credentials: Type.Optional(
    Type.Unknown({
      description:
        'for twilio {accountSid, authToken}, for kannel {username, password, webhookPassword}, for messenger {pageToken, appSecret, verifyToken}; encrypted, and never returned',
    }),
  ),
  settings: Type.Optional(
    Type.Unknown({
      description:
        'for twilio {apiBaseUrl?, messagingServiceSid?, messagesPerSecond?}, for kannel {sendUrl, hasPrefixes?, messagesPerSecond?}, for messenger {apiBaseUrl?, apiVersion?, hasHumanAgent?, messagesPerSecond?}, for simulator {delayMilliseconds?, deliverySeconds?, failure?, messagesPerSecond?, hasHumanAgent?}',
    }),
  ),
}

export const NewChannelSchema = Type.Object({
  type: TypeName,
  provider: Text(40, 'for sms: twilio, kannel or simulator; for facebook: messenger or simulator'),
  name: Text(200),
  identifier: Type.Optional(Text(100, 'for sms the number, for facebook the page’s id; a webchat gets one of its own')),
  userId: Type.Optional(Id),
  ...Configuration,
})

export const ChannelChangesSchema = Type.Object({
  name: Type.Optional(Text(200)),
  userId: Type.Optional(Id),
  isDisabled: Type.Optional(Type.Boolean()),
  ...Configuration,
})

export function toChannel(channel: Channel, publicUrl: string) {
  const {
    id,
    credentials,
    disabledAt,
    disabledById: _disabledById,
    deletedAt: _deletedAt,
    haltedAt,
    type,
    ...rest
  } = channel
  return {
    _id: id,
    ...rest,
    type: type as ChannelType,
    hasCredentials: credentials !== null,
    isHalted: haltedAt !== null,
    isDisabled: disabledAt !== null,
    callbackUrls: callbacksOf(channel, publicUrl),
  }
}
