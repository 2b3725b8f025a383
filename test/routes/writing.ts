import { allRoles, byId } from './entry.ts'
import type { Table } from './entry.ts'

export const writingTable: Table = {
  'GET /api/conversation/:id/draft': { ...allRoles, ...byId('conversation'), isPersonal: true },
  'PUT /api/conversation/:id/draft': {
    ...allRoles,
    ...byId('conversation', { content: 'Good mor', isNote: false }),
  },
  'DELETE /api/conversation/:id/draft': { ...allRoles, ...byId('conversation') },
  'GET /api/conversation/:id/writing': { ...allRoles, ...byId('conversation') },
  'GET /api/contacts/:id/consent': { ...allRoles, ...byId('contact') },
  'POST /api/contacts/:id/opt-out': {
    ...allRoles,
    ...byId('twin', { channelType: 'sms', reason: 'asked by phone' }),
  },
  'POST /api/contacts/:id/opt-in': {
    ...allRoles,
    ...byId('twin', { channelType: 'sms', reason: 'asked by phone' }),
  },
  'GET /api/conversation/:id/activity': {
    ...allRoles,
    ids: { 'params.id': 'conversation' },
    requests: (own) => [{ params: { id: own.conversation }, query: { size: 50 } }],
  },
}
