import { byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

export const erasureTable: Table = {
  'POST /api/contacts/:id/erase': { ...onlyAdmins, ...byId('contact') },
  'GET /api/contacts/:id/personal-data': { ...onlyAdmins, ...byId('contact') },
}
