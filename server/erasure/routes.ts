import { Type } from 'typebox'

import { PhoneNumber } from '../contacts/schemas.ts'
import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, nullable } from '../platform/schemas.ts'
import type { Vault } from '../platform/secrets.ts'
import { eraseByPhoneNumber, eraseContact } from './erasing.ts'
import { listErasures, readErasure, statusOf } from './erasures.ts'
import type { Erasure, ErasureStatus } from './erasures.ts'

const tags = ['Contacts']
const Count = Type.Integer({ minimum: 0 })

const Status = Type.Unsafe<ErasureStatus>({ type: 'string', enum: ['erasing', 'erased'] })

const ErasureSchema = Type.Object({
  _id: Id,
  contactId: Id,
  status: Status,
  found: Type.Object(
    { conversations: Count, messages: Count, notes: Count, documents: Count, reminders: Count, files: Count },
    { description: 'what there was of the contact, and is erased with it' },
  ),
  requestedById: nullable(Type.String({ description: 'the user who asked for it; null if it was none' })),
  requestedAt: Time,
  finishedAt: nullable(Time),
})

const Answer = Type.Object({ success: Type.Boolean(), message: Type.String(), data: ErasureSchema })

export function erasureRoutes(app: App, vault: Vault): void {
  eraseRoutes(app, vault)
  readRoutes(app)
}

function eraseRoutes(app: App, vault: Vault): void {
  app.post(
    '/api/contacts/:id/erase',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Erase a person for good',
        description:
          'The contact is in no list any more at once, and nothing that waits is sent to it. Its conversations, messages, ' +
          'files, notes, reminders, documents, imported rows and what the log says of it are erased in the background; the ' +
          'erasure says whether that is done. It cannot be undone. Of a contact that was deleted before, what is left of it ' +
          'elsewhere is erased. That the person wants no messages is still known, as a ' +
          'keyed hash of the number: whoever comes back with it is opted out.',
        params: Type.Object({ id: Id }),
        response: { 202: Answer },
      },
    },
    async (request, reply) => {
      reply.code(202)
      return toAnswer(await eraseContact(request.db, request.actor, vault, request.params.id))
    },
  )

  app.post(
    '/api/erasures',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Erase whoever has a phone number',
        description:
          'As by the contact’s id, for whoever asks by the number: who has it, also beside another one, and everybody who ' +
          'had it when they were deleted. 404 if nothing is known of it.',
        body: Type.Object({ phoneNumber: PhoneNumber }),
        response: { 202: Answer },
      },
    },
    async (request, reply) => {
      reply.code(202)
      return toAnswer(await eraseByPhoneNumber(request.db, request.actor, vault, request.body.phoneNumber))
    },
  )
}

function readRoutes(app: App): void {
  app.get(
    '/api/erasures',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'List erasures',
        description:
          'Who asked for them, whether they are done, and how much there was; nothing of the person. The newest first.',
        querystring: Type.Object({
          status: Type.Optional(Status),
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ erasures: Type.Array(ErasureSchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async (request) => {
      const { erasures, nextCursor } = await listErasures(request.db, request.actor, request.query)
      return { erasures: erasures.map(toErasure), nextCursor }
    },
  )

  app.get(
    '/api/erasures/:id',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'See whether a person is erased',
        params: Type.Object({ id: Id }),
        response: { 200: ErasureSchema },
      },
    },
    async (request) => toErasure(await readErasure(request.db, request.actor, request.params.id)),
  )
}

function toAnswer(erasure: Erasure) {
  const message = erasure.finishedAt ? 'This person is erased' : 'This person is being erased'
  return { success: true, message, data: toErasure(erasure) }
}

function toErasure(erasure: Erasure) {
  const { id, contactId, found, actorType, actorId, requestedAt, finishedAt } = erasure
  const requestedById = actorType === 'user' ? actorId : null
  return { _id: id, contactId, status: statusOf(erasure), found, requestedById, requestedAt, finishedAt }
}
