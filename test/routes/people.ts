import { Secret, TOTP } from 'otpauth'

import { newEmail, password } from '../factories.ts'
import { allRoles, anyone, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

export const peopleTable: Table = {
  'DELETE /api/user/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'leaver', 'body.heirId': 'user' },
    requests: (own) => [{ params: { id: own.leaver }, body: { heirId: own.user } }],
  },
  'PUT /api/user/:id/toggle-password-auth': { ...onlyAdmins, ...byId('leaver') },
  'DELETE /api/user/:id/two-factor': { ...onlyAdmins, ...byId('leaver') },
  'POST /api/user/reset-password': {
    ...onlyAdmins,
    ids: { 'body.userId': 'leaver' },
    requests: (own) => [{ body: { userId: own.leaver } }],
  },
  'POST /api/auth/forgot-password': { ...anyone, requests: () => [{ body: { email: newEmail() } }] },
  'POST /api/auth/reset-password': {
    ...anyone,
    requests: (own) => [{ body: { token: own.resetToken, password } }],
  },
  'GET /api/user/two-factor': { ...allRoles, requests: () => [{}] },
  'POST /api/user/two-factor': { ...allRoles, requests: () => [{ body: { password } }] },
  'POST /api/user/two-factor/confirm': {
    ...allRoles,
    isPersonal: true,
    requests: (own) => [{ body: { password, code: codeOf(own.authenticator) } }],
  },
  'DELETE /api/user/two-factor': {
    ...allRoles,
    isPersonal: true,
    requests: (own) => [{ body: { password, code: codeOf(own.authenticator) } }],
  },
  'GET /api/setup': { ...anyone, requests: () => [{}] },
  'POST /api/setup': {
    ...anyone,
    isRefused: true,
    requests: () => [
      {
        body: {
          password,
          organizationName: 'Another',
          country: 'US',
          timezone: 'UTC',
          fullName: 'New Admin',
          email: newEmail(),
          newPassword: password,
        },
      },
    ],
  },
  'POST /api/setup/demo': { ...anyone, isRefused: true, requests: () => [{ body: { password } }] },
  'GET /api/user/first-steps': { ...allRoles, isPersonal: true, requests: () => [{}] },
  'PUT /api/user/first-steps': { ...allRoles, requests: () => [{ body: { isDismissed: true } }] },
  'POST /api/session': { ...anyone, requests: (own) => [{ body: { email: own.userEmail, password } }] },
  'GET /api/session': { ...allRoles, requests: () => [{}] },
  'DELETE /api/session': { ...allRoles, requests: () => [{}] },
  'GET /api/sessions': { ...allRoles, isPersonal: true, requests: () => [{}] },
  'DELETE /api/sessions/:id': { ...allRoles, ...byId('session'), isPersonal: true },
  'GET /api/user/api-key': { ...allRoles, requests: () => [{}] },
  'POST /api/user/api-key/regenerate': { ...allRoles, requests: () => [{}] },
  'DELETE /api/user/api-key': { ...allRoles, isPersonal: true, requests: () => [{}] },
  'GET /api/user/notification-preferences': { ...allRoles, requests: () => [{}] },
  'PUT /api/user/notification-preferences': {
    ...allRoles,
    requests: () => [{ body: { notificationPreferences: { calls: false, other: true } } }],
  },
  'GET /api/departments/:id': { ...allRoles, ...byId('department') },
  'GET /api/departments/:id/users': { ...allRoles, ...byId('department') },
  'PUT /api/departments/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'emptyDepartment' },
    requests: (own) => [{ params: { id: own.emptyDepartment }, body: { name: `Renamed ${newEmail()}` } }],
  },
  'DELETE /api/departments/:id': {
    ...onlyAdmins,
    ids: { 'params.id': 'emptyDepartment', 'query.moveToId': 'department' },
    requests: (own) => [{ params: { id: own.emptyDepartment }, query: { moveToId: own.department } }],
  },
  'GET /api/audit-logs': {
    ...onlyAdmins,
    filters: { 'query.subjectId': 'leaver', 'query.actorId': 'user' },
    requests: (own) => [
      { query: { size: 5, subjectId: own.leaver } },
      { query: { actorId: own.user, action: 'user.added', subjectType: 'user' } },
      { query: { from: '2025-01-01T00:00:00Z', to: '2999-01-01T00:00:00Z' } },
    ],
  },
}

function codeOf(secret: string): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate()
}
