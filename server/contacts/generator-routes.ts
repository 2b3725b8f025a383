import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { invalid } from '../platform/errors.ts'
import { Id, Time, nullable } from '../platform/schemas.ts'
import { findByPhoneNumber } from './by-phone-number.ts'
import { RangeText, readFilters } from './filter-schemas.ts'
import { listContacts } from './list.ts'
import type { ContactFilters } from './list.ts'
import type { Contact } from './row.ts'
import { ContactSchema, PhoneNumber, toContact } from './schemas.ts'
import { spellingsOf } from './statuses.ts'

const tags = ['Contacts']

export function generatorRoutes(app: App): void {
  generatorRoute(app)
  phoneNumberRoute(app)
}

function generatorRoute(app: App): void {
  app.get(
    '/api/contact/list-generator',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Generate a list of whom to write to',
        querystring: Type.Object({
          stages: Type.Optional(Type.String({ maxLength: 5000, description: 'statuses, as JSON: ["New Lead"]' })),
          timeRange: Type.Optional({ ...RangeText, description: 'of the last message, as JSON' }),
          dateRange: Type.Optional({
            ...RangeText,
            description: 'of the last message, as JSON; what is in both counts',
          }),
          searchValue: Type.Optional(Type.String({ maxLength: 200 })),
          messageStatus: Type.Optional(
            Type.Unsafe<NonNullable<ContactFilters['messageStatus']>>({
              type: 'string',
              enum: ['all', 'answered', 'unanswered', 'never', 'silent', 'unread'],
              description: 'as in the list of contacts',
            }),
          ),
          messageCountValue: Type.Optional(
            Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'with at least so many messages' }),
          ),
          page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
          limit: Type.Integer({ minimum: 1, maximum: 500, default: 10 }),
        }),
        response: {
          200: Type.Object({
            contacts: Type.Array(ListedSchema),
            total: Type.Integer(),
            page: Type.Integer(),
            limit: Type.Integer(),
            totalPages: Type.Integer(),
          }),
        },
      },
    },
    async (request) => {
      const { stages, timeRange, dateRange, searchValue, messageCountValue, page, limit, messageStatus } = request.query
      const query = {
        ...readFilters({
          ...(timeRange ? { lastMessageTimeRange: timeRange } : {}),
          ...(dateRange ? { lastMessageDateRange: dateRange } : {}),
        }),
        ...(stages ? { statuses: await allSpellings(request.db, request.actor, readStages(stages)) } : {}),
        ...(searchValue ? { search: searchValue } : {}),
        ...(messageStatus ? { messageStatus } : {}),
        ...(messageCountValue ? { leastMessages: messageCountValue } : {}),
      }
      const { contacts, total } = await listContacts(request.db, request.actor, { ...query, page, size: limit })
      return { contacts: contacts.map(toListed), total, page, limit, totalPages: Math.ceil(total / limit) }
    },
  )
}

const ListedSchema = Type.Object({
  id: Id,
  name: Type.String(),
  phoneNumber: nullable(Type.String()),
  email: nullable(Type.String()),
  status: Type.String(),
  pipelineStage: Type.String({ description: 'the name of the stage, which is the status' }),
  lastMessageDate: nullable(Time),
  messageCount: Type.Integer(),
})

function toListed({ id, firstName, lastName, phoneNumber, email, status, lastMessageTime, messageCount }: Contact) {
  const name = [firstName, lastName].filter(Boolean).join(' ')
  return { id, name, phoneNumber, email, status, pipelineStage: status, lastMessageDate: lastMessageTime, messageCount }
}

async function allSpellings(db: Database, { organizationId }: Actor, statuses: string[]): Promise<string[]> {
  const spellings = await Promise.all(statuses.map((status) => spellingsOf(db, organizationId, status)))
  return [...new Set(spellings.flat())]
}

function readStages(text: string): string[] {
  try {
    const stages: unknown = JSON.parse(text)
    if (Array.isArray(stages) && stages.length <= 100 && stages.every((each) => typeof each === 'string')) return stages
  } catch {
    // Said below.
  }
  throw invalid('stages', 'it must be JSON such as ["New Lead","Contacted"], with 100 statuses at most.')
}

function phoneNumberRoute(app: App): void {
  app.post(
    '/api/contacts/phoneNumber',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Find a contact by its phone number',
        body: Type.Object({
          phoneNumber: PhoneNumber,
          targetUserId: Type.Optional({ ...Id, description: 'only if that user owns it or is assigned to it' }),
        }),
        response: { 200: Type.Object({ data: ContactSchema, message: Type.String() }) },
      },
    },
    async (request) => {
      const { phoneNumber, targetUserId } = request.body
      const contact = await findByPhoneNumber(request.db, request.actor, phoneNumber, targetUserId)
      return { data: toContact(contact), message: 'Contact found' }
    },
  )
}
