import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { nullable } from '../platform/schemas.ts'
import { stagesFor } from './buckets.ts'
import { FilterFields } from './filter-schemas.ts'
import { listContacts } from './list.ts'
import type { ContactChannel, ContactQuery } from './list.ts'
import { ContactSchema, toContact } from './schemas.ts'
import { NameById, namesOf } from './stage-names.ts'

const tags = ['Contacts']
const channels: ContactChannel[] = ['sms', 'facebook', 'webchat', 'email']
const Channel = Type.Unsafe<ContactChannel>({ type: 'string', enum: channels })
const Paging = {
  ownerFilter: FilterFields.ownerFilter,
  page: Type.Integer({ minimum: 1, maximum: 100_000, default: 1 }),
  size: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
}
const Listed = Type.Object({
  data: Type.Array(ContactSchema),
  total: Type.Integer(),
  status: Type.String(),
  stageIdByName: NameById,
  stageNameById: NameById,
  nextCursor: nullable(Type.String()),
})

export function activeRoutes(app: App): void {
  app.post(
    '/api/contacts/active',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the active contacts',
        description:
          'Those with a conversation that is not resolved: on this channel type, or on any. The most recently active first.',
        body: Type.Object({ channelType: Type.Optional(Channel), ...Paging }),
        response: { 200: Listed },
      },
    },
    async (request) => {
      const { channelType: activeOn = 'any', ...rest } = request.body
      return answer(request.db, request.actor, 'active', { ...rest, activeOn })
    },
  )

  app.get(
    '/api/contacts/inactive',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the inactive contacts',
        description:
          'Those without a conversation on this channel type that is not resolved, and who can be written to there: who has a ' +
          'phone number, an email, or has written on the channel before.',
        querystring: Type.Object({ channelType: Type.Optional({ ...Channel, default: 'sms' }), ...Paging }),
        response: { 200: Listed },
      },
    },
    async (request) => {
      const { channelType: inactiveOn = 'sms', ...rest } = request.query
      return answer(request.db, request.actor, 'inactive', { ...rest, inactiveOn })
    },
  )
}

async function answer(db: Database, actor: Actor, status: string, query: ContactQuery) {
  const { contacts, total, nextCursor } = await listContacts(db, actor, query)
  return { data: contacts.map(toContact), total, status, ...namesOf(await stagesFor(db, actor, 'Contact')), nextCursor }
}
