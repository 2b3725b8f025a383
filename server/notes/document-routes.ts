import { Type } from 'typebox'

import { FileField } from '../files/schemas.ts'
import type { Links } from '../files/links.ts'
import { receivedForm, takingForm } from '../files/received-forms.ts'
import { keepUpload } from '../files/uploads.ts'
import { everyone } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import { invalid } from '../platform/errors.ts'
import { withFiles } from '../platform/http.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, nullable } from '../platform/schemas.ts'
import type { Storage } from '../platform/storage.ts'
import { findContact } from '../contacts/contacts.ts'
import { DocumentSchema, toDocument } from './document-schemas.ts'
import { addDocument, deleteDocument, listDocuments, readDocument } from './documents.ts'

const tags = ['Notes']
const megabytes = 25
const OfContact = Type.Object({ contactId: Id })

export function documentRoutes(app: App, links: Links, storage: Storage): void {
  listRoute(app, links)
  withFiles(app, (scope) => uploadRoute(scope, links, storage))
  downloadRoute(app, links)
  deleteRoute(app, links)
}

function listRoute(app: App, links: Links): void {
  app.get(
    '/api/contacts/:contactId/documents',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the documents of a contact',
        description: 'The newest first.',
        params: OfContact,
        querystring: Type.Object({
          size: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            documents: Type.Array(DocumentSchema),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { params, query } = request
      const { documents, nextCursor } = await listDocuments(request.db, request.actor, params.contactId, query)
      return { success: true, documents: documents.map((each) => toDocument(each, links)), nextCursor }
    },
  )
}

function uploadRoute(app: App, links: Links, storage: Storage): void {
  app.post(
    '/api/contacts/:contactId/documents/upload',
    {
      config: { roles: everyone },
      ...takingForm(storage, { files: 1, megabytes }, ({ db, actor, params }) =>
        findContact(db, actor, (params as { contactId: string }).contactId),
      ),
      schema: {
        tags,
        summary: 'Upload a document of a contact',
        description: `Of ${megabytes} MB at most.`,
        consumes: ['multipart/form-data'],
        params: OfContact,
        body: Type.Object({ file: FileField, documentType: Text(100), notes: Type.Optional(Type.String()) }),
        response: { 200: Type.Object({ success: Type.Boolean(), document: DocumentSchema }) },
      },
    },
    async (request) => {
      const { contactId } = request.params
      const { fields, files } = receivedForm(request)
      const [received] = files
      const { documentType, notes } = fields
      if (!received) throw invalid('file', 'the form holds no file.')
      if (!documentType) throw invalid('documentType', 'the form does not say it.')
      if (notes && notes.length > 10_000) throw invalid('notes', 'they may have 10,000 characters.')
      const fieldsOfIt = { documentType, ...(notes ? { notes } : {}) }
      const document = await transact(request.db, async (trx) => {
        const file = await keepUpload(trx, request.actor, received)
        return addDocument(trx, request.actor, contactId, file, fieldsOfIt)
      })
      return { success: true, document: toDocument(document, links) }
    },
  )
}

function downloadRoute(app: App, links: Links): void {
  app.get(
    '/api/contacts/:contactId/documents/download',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Be led to the file of a document',
        params: OfContact,
        querystring: Type.Object({
          key: Id,
          fileName: Type.Optional(Type.String({ maxLength: 255, description: 'ignored: the file has a name' })),
        }),
        response: { 302: Type.Object({ success: Type.Boolean(), signedUrl: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { organizationId } = request.actor
      const { fileId } = await readDocument(request.db, request.actor, request.params.contactId, {
        fileId: request.query.key,
      })
      const { url } = links.to({ organizationId, id: fileId })
      return reply.code(302).header('location', url).send({ success: true, signedUrl: url })
    },
  )
}

function deleteRoute(app: App, links: Links): void {
  app.delete(
    '/api/contacts/:contactId/documents/:documentId',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete a document of a contact',
        description: 'Its file goes as well, unless a message uses it.',
        params: Type.Object({ contactId: Id, documentId: Id }),
        response: { 200: Type.Object({ message: Type.String(), data: DocumentSchema }) },
      },
    },
    async (request) => {
      const { contactId, documentId } = request.params
      const deleted = await deleteDocument(request.db, request.actor, contactId, documentId)
      return { message: 'Document deleted successfully', data: toDocument(deleted, links) }
    },
  )
}
