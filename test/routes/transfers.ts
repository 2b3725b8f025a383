import type { AccessRole } from '../../server/identity/actor.ts'
import { byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

/** Of the one that is there to be deleted. */
export const spareName = 'Not needed'

export const transfersTable: Table = {
  'GET /api/organizations/:id/export': { ...onlyAdmins, ...byId('organization') },
  'GET /api/organizations/:id/import': { ...onlyAdmins, ...byId('organization') },
  'POST /api/organizations/:id/import': {
    ...onlyAdmins,
    isRefused: true,
    ids: { 'params.id': 'organization' },
    requests: (own) => [
      {
        params: { id: own.organization },
        body: '{"format":"tether organization"}\n' as never,
        headers: { 'content-type': 'application/x-ndjson' },
      },
    ],
  },
  'DELETE /api/organizations/:id': {
    roles: ['SUPERADMIN'] satisfies AccessRole[],
    ...byId('spareOrganization', { name: spareName }),
  },
}
