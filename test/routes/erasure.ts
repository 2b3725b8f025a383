import { byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

export const erasureTable: Table = {
  'POST /api/contacts/:id/erase': { ...onlyAdmins, ...byId('contact') },
  'POST /api/erasures': {
    ...onlyAdmins,
    requests: (own) => [{ body: { phoneNumber: own.phoneNumber } }],
  },
  'GET /api/erasures': { ...onlyAdmins, requests: () => [{}, { query: { status: 'erased', size: 1 } }] },
  'GET /api/erasures/:id': { ...onlyAdmins, ...byId('erasure') },
  'GET /api/contacts/:id/personal-data': { ...onlyAdmins, ...byId('contact') },
}
