import { Type } from 'typebox'

import type { ChannelTools } from '../channels/channels.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { readWriting } from './writing.ts'
import type { Writing } from './writing.ts'

const WritingSchema = named(
  'Writing',
  Type.Object({
    isAllowed: Type.Boolean(),
    refusal: nullable(
      Type.Object(
        { code: Type.String(), message: Type.String() },
        { description: 'what a message would be refused with: opted_out, window_closed, channel_disabled, …' },
      ),
    ),
    isLate: Type.Boolean({ description: 'the window is closed, and only a person may write all the same' }),
    until: nullable(Type.Unsafe<Date>(Time)),
    trouble: nullable(Type.String({ description: 'why messages wait, until somebody mends the channel' })),
    maxLength: Type.Integer({ description: 'in characters' }),
    hasQuotes: Type.Boolean({ description: 'whether a message may say which one it answers, by `replyToId`' }),
    clock: nullable(
      Type.Object(
        {
          timeZone: Type.String({ description: 'an IANA name' }),
          source: Type.Unsafe<'field' | 'phone'>({
            type: 'string',
            enum: ['field', 'phone'],
            description:
              'from a field of the contact that is called time zone, or guessed from the country of its number',
          }),
        },
        {
          description:
            'what clocks show where the contact is; null where that is not known, or could be several things',
        },
      ),
    ),
    files: nullable(
      Type.Object({
        most: Type.Integer(),
        mostBytes: Type.Integer({ description: 'of all of them together' }),
        mostBytesOfPicture: Type.Integer({ description: 'of a picture alone' }),
        isAlone: Type.Boolean({ description: 'a message is a text or a file: what is both becomes several' }),
        contentTypes: Type.Array(Type.String(), { description: 'of the usual ones those that the channel carries' }),
      }),
    ),
  }),
)

export function writingRoutes(app: App, tools: ChannelTools): void {
  app.get(
    '/api/conversation/:id/writing',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Messages'],
        summary: 'Ask whether one may write into a conversation',
        description: 'By the rules that a message is taken or refused by; and what it may hold.',
        params: Type.Object({ id: Id }),
        response: { 200: WritingSchema },
      },
    },
    async ({ db, actor, params }) => toWriting(await readWriting(db, actor, tools, params.id)),
  )
}

function toWriting({ refusal, ...rest }: Writing) {
  const shown = refusal ? { code: refusal.code, message: refusal.message } : null
  return { ...rest, isAllowed: shown === null, refusal: shown }
}
