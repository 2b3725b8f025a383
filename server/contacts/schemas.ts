import { Type } from 'typebox'

import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { FilterFields, RangeText, rangeFields } from './filter-schemas.ts'
import type { Contact } from './row.ts'
import type { Order, Sort } from './sorting.ts'
import { verificationsOf } from './verified-methods.ts'

/** Beside the named fields stand the organization's own. Only for the documentation: what they hold is checked by their types. */
export const besideCustomFields: Record<string, unknown> = {
  additionalProperties: {
    description: 'the organization’s own fields, as GET /api/organizations/sections/{id} lists them',
  },
}

const VerificationSchema = Type.Object({
  type: Type.String({ description: 'phone or email' }),
  value: Type.String(),
  verifiedAt: Time,
  verifiedBy: nullable(Type.String()),
  verificationSource: nullable(Type.String()),
})

export const ContactSchema = named(
  'Contact',
  Type.Object(
    {
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
      pipelineId: nullable(Type.String({ description: 'null until the organization has pipelines' })),
      pipelineStage: nullable(Type.String({ description: 'the id of the stage, if the status is one' })),
      isUpdated: Type.Boolean(),
      email: nullable(Type.String()),
      createdBy: Type.Object({ _id: Id, fullName: Type.String() }),
      assignees: Type.Array(Type.String()),
      channelTypes: Type.Array(Type.String()),
      optedOut: Type.Array(Type.String(), { description: 'the channel types on which this contact wants no messages' }),
      tags: Type.Array(Type.String()),
      isBlocked: Type.Boolean(),
      blockedAt: nullable(Time),
      verifiedAt: nullable(Time),
      verifiedBy: nullable(Type.String()),
      verificationSource: nullable(Type.String()),
      verifications: Type.Array(VerificationSchema, {
        description: 'of its numbers and its email, those that are verified',
      }),
      messageStatus: Type.String({ description: 'never, silent, unanswered or answered; see the list' }),
      messageCount: Type.Integer(),
      process: Type.String(),
      isAutopilot: Type.Boolean(),
      source: Type.String(),
      files: Type.Array(Type.String()),
      lastMessageTime: nullable(Time),
      __v: Type.Integer(),
      createdAt: Time,
      updatedAt: Time,
      latestMessage: nullable(Type.String({ description: 'the id of the newest message' })),
    },
    besideCustomFields,
  ),
)

export const ContactInput = {
  firstName: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  lastName: Type.Optional(nullable(Type.String({ maxLength: 200 }))),
  email: Type.Optional(nullable(Type.String({ format: 'email', maxLength: 254 }))),
  status: Type.Optional(Text(100)),
  pipelineId: Type.Optional(
    nullable({ ...Id, description: 'without a status: in the stage of the same name there, or else in the first' }),
  ),
  pipelineStage: Type.Optional(
    nullable({ ...Id, description: 'the id of a stage, instead of its name as the status' }),
  ),
  process: Type.Optional(Type.String({ maxLength: 200 })),
  source: Type.Optional(Text(100)),
  isAutopilot: Type.Optional(Type.Boolean()),
  userId: Type.Optional(Id),
  assignees: Type.Optional(Type.Array(Id, { maxItems: 100, uniqueItems: true })),
  customFields: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'the organization’s own fields by their names; they may as well stand beside the others',
    }),
  ),
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
  sort: Type.Optional(
    Type.Unsafe<Sort>({
      type: 'string',
      enum: ['lastActivity', 'lastMessage', 'created', 'name'],
      description:
        'lastActivity unless you say otherwise: the last message, or when it was made. By lastMessage, contacts without any ' +
        'message are older than all others.',
    }),
  ),
  order: Type.Optional(
    Type.Unsafe<Order>({ type: 'string', enum: ['asc', 'desc'], description: 'names from A, times from the newest' }),
  ),
  status: Type.Optional(Type.String({ maxLength: 100 })),
  pipelineId: Type.Optional(Id),
  pipelineStage: Type.Optional({ ...Id, description: 'the id of a stage: in its status' }),
  ...FilterFields,
  ...rangeFields(RangeText),
  customFilters: Type.Optional(
    Type.String({
      maxLength: 5000,
      description: 'the organization’s own fields, as JSON: {"plan":"gold","budget":[1000,2000]}; of a list any',
    }),
  ),
})

// Beside the organization's own fields nothing is dropped by the schema but what is undefined.
const notShown = {
  id: undefined,
  createdById: undefined,
  createdByName: undefined,
  latestMessageId: undefined,
  lastActivityAt: undefined,
  version: undefined,
  customFields: undefined,
  shownPipelineId: undefined,
  verifiedById: undefined,
  verifiedMethods: undefined,
  sortedBy: undefined,
  total: undefined,
}

export function toContact(contact: Contact) {
  // Taking the names out here would cost seven times as much as setting them to what is not shown.
  return {
    ...contact,
    _id: contact.id,
    createdBy: { _id: contact.createdById, fullName: contact.createdByName },
    latestMessage: contact.latestMessageId,
    pipelineId: contact.shownPipelineId,
    isBlocked: contact.blockedAt !== null,
    verifiedBy: contact.verifiedById,
    verifications: verificationsOf(contact),
    files: [],
    __v: contact.version,
    ...notShown,
    ...contact.customFields,
  }
}
