import { allRoles } from './entry.ts'
import type { Table } from './entry.ts'

const note = { note: 'Call back at noon' }

export const notesTable: Table = {
  'GET /api/contacts/:contactId/files': {
    ...allRoles,
    ids: { 'params.contactId': 'contact' },
    requests: (own) => [{ params: { contactId: own.contact }, query: { size: 10 } }],
  },
  'POST /api/contact-notes': {
    ...allRoles,
    ids: { 'body.contactId': 'contact', 'body.mentions': 'user' },
    requests: (own) => [{ body: { contactId: own.contact, ...note, mentions: [own.user], attachments: [] } }],
  },
  'GET /api/contact-notes': {
    ...allRoles,
    ids: { 'query.contactId': 'contact' },
    requests: (own) => [{ query: { contactId: own.contact, size: 10 } }],
  },
  'PATCH /api/contact-notes/:noteId': {
    ...allRoles,
    ids: { 'params.noteId': 'note', 'body.mentions': 'user' },
    isPersonal: true,
    requests: (own) => [{ params: { noteId: own.note }, body: { ...note, mentions: [own.user], attachments: [] } }],
  },
  'DELETE /api/contact-notes/:noteId': {
    ...allRoles,
    ids: { 'params.noteId': 'note' },
    isPersonal: true,
    requests: (own) => [{ params: { noteId: own.note } }],
  },
  'POST /api/contact-notes/:noteId/reaction': {
    ...allRoles,
    ids: { 'params.noteId': 'note' },
    requests: (own) => [{ params: { noteId: own.note }, body: { emoji: '👍' } }],
  },
  'POST /api/reminders': {
    ...allRoles,
    ids: { 'body.contactId': 'contact' },
    requests: (own) => [
      {
        body: {
          contactId: own.contact,
          ...note,
          reminderDate: '2999-01-01T09:00:00Z',
          channelType: 'sms',
          phoneNumber: own.phoneNumber,
          contactName: 'Jane',
        },
      },
    ],
  },
  'GET /api/reminders': {
    ...allRoles,
    ids: { 'query.contactId': 'contact', 'query.contactIds': 'contact' },
    isPersonal: true,
    requests: (own) => [{ query: { contactId: own.contact, contactIds: own.contact, size: 10 } }],
  },
  'DELETE /api/reminders/:reminderId': {
    ...allRoles,
    ids: { 'params.reminderId': 'reminder' },
    isPersonal: true,
    requests: (own) => [{ params: { reminderId: own.reminder } }],
  },
}
