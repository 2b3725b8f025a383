import { newEmail, password } from '../factories.ts'
import { allRoles, anyone, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

export const identityTable: Table = {
  'POST /api/auth/login': { ...anyone, requests: (own) => [{ body: { email: own.userEmail, password } }] },
  'GET /api/auth/verify-token': { ...allRoles, requests: () => [{}] },
  'POST /api/auth/refresh': { ...allRoles, requests: () => [{}] },
  'POST /api/auth/register': {
    roles: 'anyone, or admins',
    ids: { 'body.departmentId': 'department' },
    requests: (own) => [
      {
        body: {
          email: newEmail(),
          password,
          fullName: 'New Colleague',
          organizationName: 'Another',
          country: 'US',
          accessRole: 'SALES_REP',
          phoneNumber: '+14155550100',
          designation: 'Closer',
          departmentId: own.department,
        },
      },
    ],
  },
  'GET /api/user/profile': { ...allRoles, requests: () => [{}] },
  'PUT /api/user/profile': {
    ...allRoles,
    requests: () => [{ body: { fullName: 'New Name', phoneNumber: null, designation: 'Chief' } }],
  },
  'GET /api/user/list': { ...allRoles, requests: () => [{}] },
  'POST /api/user/list': { ...allRoles, requests: () => [{}] },
  'PUT /api/user/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'user', 'body.departmentId': 'department' },
    requests: (own) => [
      {
        params: { id: own.user },
        body: {
          fullName: 'New Name',
          callForwardingEnabled: true,
          accessRole: 'SALES_REP',
          departmentId: own.department,
          loginDisabled: false,
        },
      },
    ],
  },
  'GET /api/notifications': {
    ...allRoles,
    isPersonal: true,
    requests: () => [{ query: { size: 5, unseenOnly: 'false' } }],
  },
  'POST /api/notifications/seen': { ...allRoles, requests: () => [{}] },
  'DELETE /api/notifications/:id': { ...allRoles, ...byId('notification'), isPersonal: true },
  'GET /api/departments': { ...allRoles, requests: () => [{}] },
  'POST /api/departments': { ...onlyAdmins, requests: () => [{ body: { name: `Support ${newEmail()}` } }] },
}
