import { Type } from 'typebox'

import { Id, Time, inWords, named, nullable } from '../platform/schemas.ts'

export const Key = Type.String({ pattern: inWords('^wck_[A-Za-z0-9_-]{24}$', 'must be the key of a webchat') })
export const WebchatId = Type.String({
  pattern: inWords('^wc_[A-Za-z0-9_-]{32}$', 'must be a webchatId that you were given'),
})
export const ClientId = Type.String({ format: 'uuid' })
export const Url = Type.String({ maxLength: 4000 })
/** A message up to which, or from which on: one that is not the visitor's own leads nowhere. */
export const MessagePlace = Type.String({ minLength: 24, maxLength: 24, description: 'the id of a message' })
export const Rating = Type.Integer({ minimum: 1, maximum: 5 })
export const Feedback = Type.Optional(Type.String({ maxLength: 2000 }))

export const VisitorSchema = Type.Object({
  id: Id,
  isKnown: Type.Boolean({ description: 'the site vouches for who it is' }),
  name: nullable(Type.String()),
  needsForm: Type.Boolean(),
})

const Person = Type.Unsafe<{ name: string } | null>({
  type: ['object', 'null'],
  properties: { name: { type: 'string' } },
  required: ['name'],
})

export const SessionSchema = Type.Object({
  webchatId: Type.String({ description: 'the secret of this session: keep it, and show it to nobody' }),
  isContinued: Type.Boolean({
    description:
      'false where the session before was, or may have been, another person’s: what waits to be sent is not this one’s',
  }),
  visitor: VisitorSchema,
  conversation: Type.Unsafe<{ isResolved: boolean; agent: { name: string } | null; isCsatAsked: boolean } | null>({
    type: ['object', 'null'],
    properties: { isResolved: { type: 'boolean' }, agent: Person, isCsatAsked: { type: 'boolean' } },
    required: ['isResolved', 'agent', 'isCsatAsked'],
  }),
})

export const ShownMessageSchema = named(
  'WebchatMessage',
  Type.Object({
    id: Id,
    clientId: nullable(Type.String()),
    isMine: Type.Boolean({ description: 'the visitor’s own' }),
    content: Type.String(),
    files: Type.Array(
      Type.Object({
        name: Type.String(),
        contentType: Type.String(),
        size: Type.Integer({ description: 'in bytes' }),
        url: Type.String({ description: 'good for a day' }),
        thumbnailUrl: nullable(Type.String()),
      }),
    ),
    author: Person,
    replyTo: nullable(
      Type.Object(
        { id: Id, isMine: Type.Boolean(), content: Type.String() },
        { description: 'the message that it answers; of a long one the beginning, of a file its name' },
      ),
    ),
    awayMessage: nullable(
      Type.String({ description: 'what is shown after it, as said by nobody: that nobody is there now' }),
    ),
    status: Type.Unsafe<'sent' | 'delivered' | 'read'>({
      type: 'string',
      enum: ['sent', 'delivered', 'read'],
      description: 'of the visitor’s own: read as soon as somebody has seen it',
    }),
    createdAt: Time,
  }),
)

export const HistorySchema = Type.Object({ messages: Type.Array(ShownMessageSchema), hasMore: Type.Boolean() })

export const ConfigurationSchema = Type.Object({
  key: Type.String(),
  name: Type.String(),
  color: Type.String(),
  greeting: Type.String(),
  position: Type.Unsafe<'left' | 'right'>({ type: 'string', enum: ['left', 'right'] }),
  language: Type.Unsafe<'auto' | 'en' | 'fr' | 'es' | 'ar'>({ type: 'string', enum: ['auto', 'en', 'fr', 'es', 'ar'] }),
  files: Type.Object({ isOn: Type.Boolean(), maxBytes: Type.Integer(), types: Type.Array(Type.String()) }),
  form: Type.Object({
    isOn: Type.Boolean(),
    fields: Type.Array(
      Type.Object({
        name: Type.Unsafe<'name' | 'email' | 'phone'>({ type: 'string', enum: ['name', 'email', 'phone'] }),
        isRequired: Type.Boolean(),
      }),
    ),
    consent: nullable(Type.String()),
  }),
  hours: Type.Object({
    isOpen: Type.Boolean(),
    opensAt: nullable(Time),
    timeZone: nullable(Type.String({ description: 'of whoever opens' })),
    awayMessage: nullable(Type.String()),
  }),
  identity: Type.Object({ isRequired: Type.Boolean() }),
})

export const CsatAnsweredSchema = Type.Object({ success: Type.Literal(true), rating: Rating })
