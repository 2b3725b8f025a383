import { Readable } from 'node:stream'

import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { filtersAsked } from '../contacts/asked-filters.ts'
import { exportContacts } from './export.ts'
import { ContactQuerySchema } from '../contacts/schemas.ts'

export function exportRoutes(app: App): void {
  app.get(
    '/api/contacts/export',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Imports'],
        summary: 'Export contacts',
        description:
          'All contacts that the list with the same filters shows, as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe, which an import removes; phone numbers are written as they are.',
        querystring: Type.Omit(ContactQuerySchema, ['page', 'size', 'cursor']),
        response: { 200: { description: 'The file.', content: { 'text/csv': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const filters = await filtersAsked(request.db, request.actor, request.query)
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from(exportContacts(request.db, request.actor, filters), { highWaterMark: 1 }))
    },
  )
}
