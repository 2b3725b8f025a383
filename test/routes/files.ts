import { formOf } from '../files.ts'
import { allRoles, anyone, byId } from './entry.ts'
import type { Table } from './entry.ts'

const aFile: [string, Buffer] = ['words.txt', Buffer.from('Only words')]

export const filesTable: Table = {
  'POST /api/upload': { ...allRoles, requests: () => [{ form: () => formOf('files', [aFile]) }] },
  'POST /api/messages/upload-attachment': { ...allRoles, requests: () => [{ form: () => formOf('file', [aFile]) }] },
  // A link is all that is asked for, and tested beside its making.
  'GET /api/files/:link': { ...anyone, requests: (own) => [{ params: { link: own.link } }] },
  'GET /api/messages/attachment-url/:id': { ...allRoles, ...byId('attachment') },
  'GET /api/contacts/:contactId/documents': {
    ...allRoles,
    ids: { 'params.contactId': 'contact' },
    requests: (own) => [{ params: { contactId: own.contact }, query: { size: 10 } }],
  },
  'POST /api/contacts/:contactId/documents': {
    ...allRoles,
    ids: { 'params.contactId': 'contact', 'body.storageKey': 'attachment', 'body.sourceMessageId': 'message' },
    requests: (own) => [
      {
        params: { contactId: own.contact },
        body: {
          storageKey: own.attachment,
          filename: 'licence.png',
          contentType: 'image/png',
          documentType: 'Identification',
          size: 0,
          sourceMessageId: own.message,
          notes: 'Valid until May',
        },
      },
    ],
  },
  'POST /api/contacts/:contactId/documents/upload': {
    ...allRoles,
    ids: { 'params.contactId': 'contact' },
    requests: (own) => [
      { params: { contactId: own.contact }, form: () => formOf('file', [aFile], { documentType: 'Identification' }) },
    ],
  },
  'GET /api/contacts/:contactId/documents/download': {
    ...allRoles,
    ids: { 'params.contactId': 'contact', 'query.key': 'documentFile' },
    requests: (own) => [{ params: { contactId: own.contact }, query: { key: own.documentFile, fileName: 'a.txt' } }],
  },
  'DELETE /api/contacts/:contactId/documents/:documentId': {
    ...allRoles,
    ids: { 'params.contactId': 'contact', 'params.documentId': 'document' },
    requests: (own) => [{ params: { contactId: own.contact, documentId: own.document } }],
  },
}
