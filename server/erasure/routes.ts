import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, nullable } from '../platform/schemas.ts'
import type { Vault } from '../platform/secrets.ts'
import { eraseContact } from './erasing.ts'
import type { Erasure } from './erasures.ts'

const tags = ['Contacts']
const Count = Type.Integer({ minimum: 0 })

const ErasureSchema = Type.Object({
  _id: Id,
  contactId: Id,
  status: Type.Unsafe<'erasing' | 'erased'>({ type: 'string', enum: ['erasing', 'erased'] }),
  found: Type.Object(
    { conversations: Count, messages: Count, notes: Count, documents: Count, reminders: Count, files: Count },
    { description: 'what there was of the contact, and is erased with it' },
  ),
  requestedAt: Time,
  finishedAt: nullable(Time),
})

export function erasureRoutes(app: App, vault: Vault): void {
  app.post(
    '/api/contacts/:id/erase',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Erase a person for good',
        description:
          'The contact is in no list any more at once, and nothing that waits is sent to it. Its conversations, messages, ' +
          'files, notes, reminders, documents, imported rows and what the log says of it are erased in the background; ask ' +
          'again to see whether that is done. It cannot be undone. That the person wants no messages is still known, as a ' +
          'keyed hash of the number: whoever comes back with it is opted out.',
        params: Type.Object({ id: Id }),
        response: { 202: Type.Object({ success: Type.Boolean(), message: Type.String(), data: ErasureSchema }) },
      },
    },
    async (request, reply) => {
      const erasure = await eraseContact(request.db, request.actor, vault, request.params.id)
      const message = erasure.finishedAt ? 'This person is erased' : 'This person is being erased'
      reply.code(202)
      return { success: true, message, data: toErasure(erasure) }
    },
  )
}

function toErasure({ id, contactId, found, requestedAt, finishedAt }: Erasure) {
  const status = finishedAt ? ('erased' as const) : ('erasing' as const)
  return { _id: id, contactId, status, found, requestedAt, finishedAt }
}
