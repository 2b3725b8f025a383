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
  'GET /api/conversation/:id/activity': {
    ...allRoles,
    ids: { 'params.id': 'conversation' },
    requests: (own) => [{ params: { id: own.conversation }, query: { size: 50 } }],
  },
}
