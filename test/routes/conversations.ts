import { allRoles, byId } from './entry.ts'
import type { Entry, Table } from './entry.ts'

const byConversationId: Entry = {
  ...allRoles,
  ids: { 'body.conversationId': 'conversation' },
  requests: (own) => [{ body: { conversationId: own.conversation } }],
}

export const conversationsTable: Table = {
  'POST /api/conversation/all': {
    ...allRoles,
    ids: { 'body.contactId': 'contact' },
    requests: (own) => [{ body: { contactId: own.contact, channelType: 'sms', size: 50 } }],
  },
  'GET /api/conversation/all': {
    ...allRoles,
    ids: { 'query.contactId': 'contact' },
    requests: (own) => [{ query: { contactId: own.contact, channelType: 'sms', size: 50 } }],
  },
  'GET /api/conversation/:id': { ...allRoles, ...byId('conversation') },
  'PUT /api/conversation/:id': {
    ...allRoles,
    ids: { 'params.id': 'conversation', 'body.assignees': 'user' },
    requests: (own) => [{ params: { id: own.conversation }, body: { assignees: [own.user], isResolved: true } }],
  },
  'PUT /api/conversation/:id/resolve': { ...allRoles, ...byId('conversation', { isResolved: true }) },
  'POST /api/conversation/unseen': byConversationId,
  'POST /api/contact/message-seen': byConversationId,
  'DELETE /api/conversation': byConversationId,
  'DELETE /api/conversation/:id': { ...allRoles, ...byId('conversation') },
}
