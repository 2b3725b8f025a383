import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import type { Contact } from './row.ts'

export const ContactSchema = named(
  'Contact',
  Type.Object({
    isBulkSms: Type.Boolean(),
    _id: Id,
    userId: Type.String({ description: 'the owner' }),
    organizationId: Id,
    firstName: nullable(Type.String()),
    lastName: nullable(Type.String()),
    phoneNumber: nullable(Type.String({ description: 'E.164' })),
    secondaryPhoneNumber: Type.Array(Type.String(), {
      description: 'the numbers of contacts that were merged into this one: who writes from them is this one',
    }),
    status: Type.String(),
    isUpdated: Type.Boolean(),
    email: nullable(Type.String()),
    createdBy: Type.Object({ _id: Id, fullName: Type.String() }),
    assignees: Type.Array(Type.String()),
    channelTypes: Type.Array(Type.String()),
    optedOut: Type.Array(Type.String(), { description: 'the channel types on which this contact wants no messages' }),
    process: Type.String(),
    isAutopilot: Type.Boolean(),
    source: Type.String(),
    files: Type.Array(Type.String()),
    lastMessageTime: nullable(Time),
    __v: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
    latestMessage: nullable(Type.String({ description: 'the id of the newest message' })),
  }),
)

export const ContactInput = {
  firstName: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  lastName: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  email: Type.Optional(nullable(Type.String({ format: 'email', maxLength: 254 }))),
  status: Type.Optional(Text(100)),
  process: Type.Optional(Type.String({ maxLength: 200 })),
  source: Type.Optional(Text(100)),
  isAutopilot: Type.Optional(Type.Boolean()),
  userId: Type.Optional(Id),
  assignees: Type.Optional(Type.Array(Id, { maxItems: 100, uniqueItems: true })),
}

export const PhoneNumber = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'in any spelling; without a country prefix, a number of the organization’s country',
})

export const ContactQuerySchema = Type.Object({
  page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
  size: Type.Integer({ minimum: 1, maximum: 500, default: 10 }),
  cursor: Type.Optional(
    Type.String({ maxLength: 200, description: 'the nextCursor of the page before; page is ignored then' }),
  ),
  search: Type.Optional(Type.String({ maxLength: 200, description: 'fragments of names, email or phone number' })),
  source: Type.Optional(Type.String({ maxLength: 100 })),
  status: Type.Optional(Type.String({ maxLength: 100 })),
  ownerFilter: Type.Optional(
    Type.String({
      pattern: '^(my|all|[0-9a-f]{24})$',
      description:
        '`my`: owned by or assigned to you. `all`: all that you may see, as without it. An id: owned by that user.',
    }),
  ),
  dateRange: Type.Optional(
    Type.String({
      maxLength: 300,
      description:
        'created from … to, as JSON: {"startDate":"2025-01-01","endDate":"2025-01-31"}; the days are whole, in UTC',
    }),
  ),
})

export function toContact(contact: Contact) {
  // What the schema does not name is dropped there; leaving it out here as well would cost seven times as much.
  return {
    ...contact,
    _id: contact.id,
    createdBy: { _id: contact.createdById, fullName: contact.createdByName },
    latestMessage: contact.latestMessageId,
    files: [],
    __v: contact.version,
  }
}
