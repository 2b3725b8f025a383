import { newEmail } from '../factories.ts'
import { allRoles, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

const nextYear = () => new Date(Date.now() + 300 * 86_400_000).toISOString()

export const sendingTable: Table = {
  'POST /api/messages/quick-bulk-send': {
    ...allRoles,
    ids: { 'body.channelId': 'channel', 'body.templateId': 'template' },
    isPersonal: true,
    // Of each contact that is not one's own the answer says that it is not found.
    filters: { 'body.contactIds': 'contact' },
    requests: (own) => [
      { body: { contactIds: [own.contact], content: 'Hello {{phoneNumber}}' } },
      { body: { contactIds: [own.contact], templateId: own.template, channelId: own.channel } },
    ],
  },
  'GET /api/messages/scheduled': {
    ...allRoles,
    ids: { 'query.conversationId': 'conversation' },
    requests: (own) => [{ query: { conversationId: own.conversation, status: 'scheduled', size: 50 } }],
  },
  'GET /api/messages/scheduled/:id': { ...allRoles, ...byId('scheduledMessage') },
  'PATCH /api/messages/scheduled/:id': {
    ...allRoles,
    ...byId('scheduledMessage', { content: 'Another text', scheduledAt: nextYear(), attachments: [] }),
  },
  'POST /api/messages/scheduled/:id/cancel': { ...allRoles, ...byId('scheduledMessage') },
  'GET /api/user/sms-templates': { ...allRoles, isPersonal: true, requests: () => [{ query: { type: 'sms' } }] },
  'GET /api/user/sms-templates/by-type/:type': {
    ...allRoles,
    isPersonal: true,
    requests: () => [{ params: { type: 'sms' } }],
  },
  'GET /api/user/sms-templates/:id': { ...allRoles, ...byId('template'), isPersonal: true },
  'POST /api/user/sms-templates': {
    ...allRoles,
    ids: { 'body.actions.assignTo': 'user' },
    requests: (own) => [
      { body: { name: 'Hello', template: 'Hello', type: 'sms', category: 'other', isShared: false } },
      {
        body: {
          name: 'Bye',
          template: 'Bye',
          actions: { tags: ['done'], assignTo: own.user, isResolving: true },
        },
      },
    ],
  },
  'PUT /api/user/sms-templates/:id': {
    ...allRoles,
    ids: { 'params.id': 'template', 'body.actions.assignTo': 'user' },
    requests: (own) => [
      {
        params: { id: own.template },
        body: {
          name: 'Hello',
          template: 'Hi',
          type: 'sms',
          category: 'other',
          isShared: false,
          actions: { tags: [], assignTo: own.user, isResolving: false },
        },
      },
    ],
    isPersonal: true,
  },
  'DELETE /api/user/sms-templates/:id': { ...allRoles, ...byId('template'), isPersonal: true },
  'POST /api/user/sms-templates/preview': {
    ...allRoles,
    ids: { 'body.contactId': 'contact' },
    requests: (own) => [{ body: { contactId: own.contact, template: 'Hello {{firstName|there}}' } }],
  },
  'GET /api/user/template-categories': { ...allRoles, requests: () => [{}] },
  'POST /api/user/template-categories': {
    ...onlyAdmins,
    requests: () => [{ body: { name: `Category ${newEmail()}` } }],
  },
  'POST /api/user/template-categories/reorder': {
    ...onlyAdmins,
    ids: { 'body.categoryIds': 'templateCategory' },
    requests: (own) => [{ body: { categoryIds: [own.templateCategory] } }],
  },
  'PUT /api/user/template-categories/:id': { ...onlyAdmins, ...byId('templateCategory', { name: 'Another name' }) },
  'DELETE /api/user/template-categories/:id': { ...onlyAdmins, ...byId('templateCategory') },
  'GET /api/conversation/:id/notes': { ...allRoles, ...byId('conversation') },
  'POST /api/conversation/:id/notes': {
    ...allRoles,
    ids: { 'params.id': 'conversation', 'body.mentions': 'user' },
    requests: (own) => [
      { params: { id: own.conversation }, body: { content: 'Look', mentions: [own.user], attachments: [] } },
    ],
  },
  'PUT /api/conversation/:id/notes/:noteId': {
    ...allRoles,
    ids: { 'params.id': 'conversation', 'params.noteId': 'conversationNote', 'body.mentions': 'user' },
    isPersonal: true,
    requests: (own) => [
      {
        params: { id: own.conversation, noteId: own.conversationNote },
        body: { content: 'Look here', mentions: [own.user], attachments: [] },
      },
    ],
  },
  'DELETE /api/conversation/:id/notes/:noteId': {
    ...allRoles,
    ids: { 'params.id': 'conversation', 'params.noteId': 'conversationNote' },
    isPersonal: true,
    requests: (own) => [{ params: { id: own.conversation, noteId: own.conversationNote } }],
  },
}
