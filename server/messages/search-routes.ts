import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, named, nullable } from '../platform/schemas.ts'
import { searchMessages } from './search.ts'
import type { Found } from './search.ts'

const FoundSchema = named(
  'FoundMessage',
  Type.Object({
    _id: Id,
    content: Type.String(),
    direction: Type.String({ description: 'inbound or outbound' }),
    createdAt: Time,
    places: Type.Array(Type.Object({ start: Type.Integer(), end: Type.Integer() }), {
      description: 'where it matched, in UTF-16 units of the content: from start to before end',
    }),
    conversation: Type.Object({ _id: Id, channelId: Id, channelType: Type.String(), isResolved: Type.Boolean() }),
    contact: Type.Object({
      _id: Id,
      firstName: nullable(Type.String()),
      lastName: nullable(Type.String()),
      phoneNumber: nullable(Type.String()),
    }),
  }),
)

export function messageSearchRoutes(app: App): void {
  app.get(
    '/api/messages/search',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Messages'],
        summary: 'Search in messages',
        description:
          'Those in which all of the words stand, the newest first. The last word may be half typed; words in quotation marks stand one after the other. ' +
          'Words with accents, umlauts or ß are found without them as well.',
        querystring: Type.Object({
          q: Text(200, 'words, in any case of their letters'),
          conversationId: Type.Optional(Id),
          contactId: Type.Optional(Id),
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ messages: Type.Array(FoundSchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async (request) => {
      const { messages, nextCursor } = await searchMessages(request.db, request.actor, request.query)
      return { messages: messages.map(toFound), nextCursor }
    },
  )
}

function toFound({ id, conversationId, channelId, channelType, resolvedAt, contactId, ...rest }: Found) {
  const { firstName, lastName, phoneNumber, ...message } = rest
  return {
    ...message,
    _id: id,
    conversation: { _id: conversationId, channelId, channelType, isResolved: resolvedAt !== null },
    contact: { _id: contactId, firstName, lastName, phoneNumber },
  }
}
