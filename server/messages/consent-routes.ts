import { Type } from 'typebox'

import type { ChannelType } from '../channels/connector.ts'
import type { OptOutSource } from '../contacts/opt-outs.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { optInByHand, optOutByHand, readConsent } from './consent.ts'

const tags = ['Contacts']
const ById = Type.Object({ id: Id })
const TypeOfChannel = Type.Unsafe<ChannelType>({ type: 'string', enum: ['sms', 'facebook', 'webchat'] })

const ConsentSchema = named(
  'Consent',
  Type.Object({
    contactId: Id,
    channelType: TypeOfChannel,
    isReachable: Type.Boolean({ description: 'whether there is an address to write to' }),
    isOptedOut: Type.Boolean(),
    source: nullable(
      Type.Unsafe<OptOutSource>({
        type: 'string',
        enum: ['keyword', 'provider', 'user', 'merge'],
        description:
          'whose word it is: the contact wrote STOP (`keyword`), the provider refuses it (`provider`), a user noted it ' +
          '(`user`), or it counts for another number of the same contact (`merge`)',
      }),
    ),
    reason: nullable(Type.String({ description: 'what the user gave who noted it' })),
    optedOutAt: nullable(Type.Unsafe<Date>(Time)),
    notedById: nullable(Type.String()),
    notedByName: nullable(Type.String()),
    mayOptIn: Type.Boolean({ description: 'whether a user may take it back' }),
  }),
)

const Change = Type.Object({
  channelType: TypeOfChannel,
  reason: Type.String({
    minLength: 1,
    maxLength: 500,
    pattern: '\\S',
    description: 'such as: asked by phone; signed the form of 3 May. Kept in the audit log',
  }),
})

/** Consent as people hear of it; what contacts say by STOP and START needs nobody. */
export function consentRoutes(app: App): void {
  readRoute(app)
  changeRoutes(app)
}

function readRoute(app: App): void {
  app.get(
    '/api/contacts/:id/consent',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Read where a contact may be written to',
        description: 'For each channel type, with whose word stands against it.',
        params: ById,
        response: { 200: Type.Object({ consent: Type.Array(ConsentSchema) }) },
      },
    },
    async ({ db, actor, params }) => ({ consent: await readConsent(db, actor, params.id) }),
  )
}

function changeRoutes(app: App): void {
  app.post(
    '/api/contacts/:id/opt-out',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Note that a contact wants no messages',
        description: 'On a channel type, at all its addresses there. What still waits is withdrawn.',
        params: ById,
        body: Change,
        response: { 200: ConsentSchema },
      },
    },
    ({ db, actor, params, body }) => optOutByHand(db, actor, params.id, body),
  )
  app.post(
    '/api/contacts/:id/opt-in',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Note that a contact wants messages again',
        description:
          'On the ground that you state. What the contact said itself, by STOP or to the provider, only the contact can take ' +
          'back: 409 `opted_out_by_contact`.',
        params: ById,
        body: Change,
        response: { 200: ConsentSchema },
      },
    },
    ({ db, actor, params, body }) => optInByHand(db, actor, params.id, body),
  )
}
