import { Type } from 'typebox'

import { findContact } from '../contacts/contacts.ts'
import { DocumentSchema, toDocument } from '../notes/document-schemas.ts'
import { addDocument } from '../notes/documents.ts'
import type { Links } from '../files/links.ts'
import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, nullable } from '../platform/schemas.ts'
import { findReadableFile } from './files.ts'
import { findMessage } from './messages.ts'

/** Of what was uploaded or said before; so it stands where messages are known. */
export function documentRoutes(app: App, links: Links): void {
  app.post(
    '/api/contacts/:contactId/documents',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Notes'],
        summary: 'Keep a file as a document of a contact',
        description:
          'One that you uploaded, or that was attached to a message. What it is and how large is told by its bytes. ' +
          'The same file again is the document that is there.',
        params: Type.Object({ contactId: Id }),
        body: Type.Object({
          storageKey: Id,
          filename: Text(255),
          contentType: Type.Optional(Type.String({ maxLength: 255, description: 'ignored: the bytes decide' })),
          documentType: Text(100),
          size: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'ignored: it is known' })),
          sourceMessageId: Type.Optional(Id),
          notes: Type.Optional(nullable(Type.String({ maxLength: 10_000 }))),
        }),
        response: { 200: Type.Object({ success: Type.Boolean(), document: DocumentSchema }) },
      },
    },
    async (request) => {
      const { contactId } = request.params
      const { storageKey, filename: name, documentType, notes, sourceMessageId } = request.body
      await findContact(request.db, request.actor, contactId)
      if (sourceMessageId) await refuseMessageOfAnother(request.db, request.actor, sourceMessageId, contactId)
      const file = await findReadableFile(request.db, request.actor, storageKey)
      const document = await addDocument(request.db, request.actor, contactId, file, {
        documentType,
        name,
        ...(notes ? { notes } : {}),
        ...(sourceMessageId ? { sourceMessageId } : {}),
      })
      return { success: true, document: toDocument(document, links) }
    },
  )
}

async function refuseMessageOfAnother(db: Database, actor: Actor, messageId: string, contactId: string): Promise<void> {
  const message = await findMessage(db, actor, messageId)
  if (message.contactId !== contactId) throw invalid('sourceMessageId', 'it is a message with another contact.')
}
