import { Readable } from 'node:stream'

import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { ImportedContactsSchema } from './import-schemas.ts'
import { importedContacts } from './imported-contacts.ts'
import { findImport } from './steps/import.ts'
import { writeResults } from './steps/results.ts'

const tags = ['Imports']
const ById = Type.Object({ id: Id })
const csv = { description: 'The file.', content: { 'text/csv': { schema: Type.Unknown() } } }

/** What came of the rows. */
export function resultRoutes(app: App): void {
  resultRoute(app)
  contactRoute(app)
}

function resultRoute(app: App): void {
  app.get(
    '/api/contacts/imports/:id/results',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Download what became of each row',
        description: 'The uploaded columns and the result, as CSV: correct what was skipped, and import it again.',
        params: ById,
        querystring: Type.Object({
          outcome: Type.Optional(
            Type.Unsafe<string>({
              type: 'string',
              enum: ['created', 'updated', 'skipped', 'warned'],
              description: 'only these',
            }),
          ),
        }),
        response: { 200: csv },
      },
    },
    async (request, reply) => {
      const row = await findImport(request.db, request.actor, request.params.id)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="import-${row.id}.csv"`)
        .send(Readable.from(writeResults(request.db, row, request.query.outcome), { highWaterMark: 1 }))
    },
  )
}

function contactRoute(app: App): void {
  app.get(
    '/api/contacts/imports/:id/contacts',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the contacts of an import',
        description: 'In the order of the file; those that are deleted by now are not among them.',
        params: ById,
        querystring: Type.Object({
          outcome: Type.Unsafe<'created' | 'updated'>({
            type: 'string',
            enum: ['created', 'updated'],
            default: 'created',
          }),
          size: Type.Integer({ minimum: 1, maximum: 100, default: 25 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: ImportedContactsSchema },
      },
    },
    async (request) => {
      const row = await findImport(request.db, request.actor, request.params.id)
      const { contacts, nextCursor } = await importedContacts(request.db, request.actor, row, request.query)
      return { contacts: contacts.map((contact) => ({ ...contact, _id: contact.id })), nextCursor }
    },
  )
}
