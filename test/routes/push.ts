import { newBrowser } from '../push.ts'
import { allRoles, byId } from './entry.ts'
import type { Table } from './entry.ts'

export const pushTable: Table = {
  'GET /api/push-subscriptions': { ...allRoles, isPersonal: true, requests: () => [{}] },
  'POST /api/push-subscriptions': { ...allRoles, requests: () => [{ body: { ...newBrowser().subscription } }] },
  'DELETE /api/push-subscriptions/:id': { ...allRoles, ...byId('pushSubscription'), isPersonal: true },
  'POST /api/push-subscriptions/:id/test': { ...allRoles, ...byId('pushSubscription'), isPersonal: true },
}
