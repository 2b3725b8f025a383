import { Type } from 'typebox'

import type { Links } from '../files/links.ts'
import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import { listContactFiles } from './contact-files.ts'
import type { ContactFile } from './contact-files.ts'

const FileSchema = named(
  'ContactFile',
  Type.Object({
    _id: Id,
    name: Type.String(),
    contentType: Type.String({ description: 'by the bytes of the file' }),
    size: Type.Integer({ description: 'in bytes' }),
    createdAt: Time,
    conversationId: nullable(Type.String({ description: 'where it was sent or received, if in a conversation' })),
    documentId: nullable(Type.String({ description: 'if it is one of the contact’s documents' })),
    documentType: nullable(Type.String()),
    signedUrl: Type.String({ description: 'where anybody can read it for an hour or more' }),
    thumbnailUrl: nullable(Type.String({ description: 'a small version of a picture' })),
  }),
)

export function contactFileRoutes(app: App, links: Links): void {
  app.get(
    '/api/contacts/:contactId/files',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notes'],
        summary: 'List all files of a contact',
        description:
          'Its documents, the files of its notes, and what was sent and received in its conversations that you may see. The ' +
          'newest first.',
        params: Type.Object({ contactId: Id }),
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: { 200: Type.Object({ files: Type.Array(FileSchema), nextCursor: nullable(Type.String()) }) },
      },
    },
    async (request) => {
      const { params, query } = request
      const { files, nextCursor } = await listContactFiles(request.db, request.actor, params.contactId, query)
      return { files: files.map((file) => toShown(links, file)), nextCursor }
    },
  )
}

function toShown(links: Links, { hasThumbnail, ...file }: ContactFile) {
  const thumbnailUrl = hasThumbnail ? links.to(file, { isThumbnail: true }).url : null
  return { ...file, _id: file.id, signedUrl: links.to(file).url, thumbnailUrl }
}
