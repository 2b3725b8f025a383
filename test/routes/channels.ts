import { newNumber } from '../factories.ts'
import { allRoles, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

export const channelsTable: Table = {
  'GET /api/channels': { ...allRoles, requests: () => [{}] },
  'GET /api/channels/:id': { ...allRoles, ...byId('channel') },
  'POST /api/channels': {
    ...onlyAdmins,
    ids: { 'body.userId': 'user' },
    requests: (own) => [
      {
        body: {
          type: 'sms',
          provider: 'simulator',
          name: 'Second',
          identifier: newNumber(),
          userId: own.user,
          credentials: {},
          settings: { deliverySeconds: 0 },
        },
      },
    ],
  },
  'PUT /api/channels/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'channel', 'body.userId': 'user' },
    requests: (own) => [
      {
        params: { id: own.channel },
        body: { name: 'Renamed', userId: own.user, isDisabled: false, credentials: {}, settings: {} },
      },
    ],
  },
  'DELETE /api/channels/:id': { ...onlyAdmins, ...byId('channel') },
  'POST /api/channels/:id/disable': { ...onlyAdmins, ...byId('channel') },
  'POST /api/channels/:id/enable': { ...onlyAdmins, ...byId('channel') },
  'POST /api/channels/:id/test': { ...onlyAdmins, ...byId('channel') },
}
