import { Type } from 'typebox'

import type { Links } from '../files/links.ts'
import { Id, Time, named, nullable } from '../platform/schemas.ts'
import type { ContactDocument } from './documents.ts'

export const DocumentSchema = named(
  'Document',
  Type.Object({
    _id: Id,
    contactId: Id,
    storageKey: Id,
    filename: Type.String(),
    contentType: Type.String({ description: 'by the bytes of the file' }),
    size: Type.Integer({ description: 'in bytes' }),
    documentType: Type.String(),
    notes: nullable(Type.String()),
    sourceMessageId: nullable(Type.String()),
    uploadedAt: Time,
    uploadedBy: nullable(Type.String({ description: 'the user' })),
    signedUrl: Type.String({ description: 'where anybody can read it for an hour or more' }),
  }),
)

export function toDocument(document: ContactDocument, links: Links) {
  const { id, organizationId, fileId, name, createdAt, uploadedById } = document
  return {
    ...document,
    _id: id,
    storageKey: fileId,
    filename: name,
    uploadedAt: createdAt,
    uploadedBy: uploadedById,
    signedUrl: links.to({ organizationId, id: fileId }).url,
  }
}
