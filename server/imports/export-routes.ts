import { Readable } from 'node:stream'

import { Type } from 'typebox'

import { findCustomFields } from '../contacts/custom-fields.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { filtersAsked } from '../contacts/asked-filters.ts'
import { chosenColumns, exportColumns } from './export-columns.ts'
import { exportContacts } from './export.ts'
import { ContactQuerySchema } from '../contacts/schemas.ts'

const ExportQuerySchema = Type.Object({
  ...Type.Omit(ContactQuerySchema, ['page', 'size', 'cursor']).properties,
  columns: Type.Optional(
    Type.Array(Type.String({ maxLength: 120 }), {
      minItems: 1,
      maxItems: 600,
      description: 'the names of the columns that it is to have; all of them without',
    }),
  ),
})

export function exportRoutes(app: App): void {
  app.get(
    '/api/contacts/export/columns',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Imports'],
        summary: 'The columns that an export of contacts may have',
        description: 'In the order of the file; the organization’s own fields are among them.',
        response: {
          200: Type.Object({ columns: Type.Array(Type.Object({ name: Type.String(), title: Type.String() })) }),
        },
      },
    },
    async (request) => {
      const fields = await findCustomFields(request.db, request.actor.organizationId)
      return { columns: exportColumns(fields).map(([name, title]) => ({ name, title })) }
    },
  )

  app.get(
    '/api/contacts/export',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Imports'],
        summary: 'Export contacts',
        description:
          'All contacts that the list with the same filters shows, as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe, which an import removes; phone numbers are written as they are.',
        querystring: ExportQuerySchema,
        response: { 200: { description: 'The file.', content: { 'text/csv': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const fields = await findCustomFields(request.db, request.actor.organizationId)
      const columns = chosenColumns(fields, request.query.columns)
      const filters = await filtersAsked(request.db, request.actor, request.query)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from(exportContacts(request.db, request.actor, filters, columns), { highWaterMark: 1 }))
    },
  )
}
