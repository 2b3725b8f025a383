import { Readable } from 'node:stream'

import { Type } from 'typebox'

import type { Links } from '../files/links.ts'
import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id } from '../platform/schemas.ts'
import { beginExport, writePersonalData } from './personal-data.ts'

export function personalDataRoute(app: App, links: Links): void {
  app.get(
    '/api/contacts/:id/personal-data',
    {
      config: { roles: admins },
      schema: {
        tags: ['Contacts'],
        summary: 'Export everything that is held about a person',
        description:
          'One JSON document: the contact with its own fields, opt-outs, conversations, messages, notes, scheduled messages, ' +
          'documents, reminders, merges, and what the log says. Files stand in it as links that work for seven days without ' +
          'a log-in. That it was asked for is in the audit log.',
        params: Type.Object({ id: Id }),
        response: {
          200: {
            description: 'The document.',
            content: { 'application/json': { schema: Type.Unsafe({ type: 'object', additionalProperties: true }) } },
          },
        },
      },
    },
    async (request, reply) => {
      const subject = await beginExport(request.db, request.actor, request.params.id)
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="personal-data-${subject.contact.id}.json"`)
        .send(Readable.from(writePersonalData(request.db, links, subject)))
    },
  )
}
