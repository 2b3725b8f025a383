import { byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

const fields = { url: 'https://hooks.invalid/tether', description: 'Ledger', types: ['message.*'] }
const ids = { 'params.id': 'webhook', 'params.deliveryId': 'webhookDelivery' } as const

export const webhooksTable: Table = {
  'GET /api/webhooks': { ...onlyAdmins, requests: () => [{}] },
  'POST /api/webhooks': { ...onlyAdmins, requests: () => [{ body: fields }] },
  'GET /api/webhooks/event-types': { ...onlyAdmins, requests: () => [{}] },
  'GET /api/webhooks/:id': { ...onlyAdmins, ...byId('webhook') },
  'PATCH /api/webhooks/:id': {
    ...onlyAdmins,
    ...byId('webhook', { url: 'https://hooks.invalid/other', types: ['message.*'], isDisabled: false }),
  },
  'DELETE /api/webhooks/:id': { ...onlyAdmins, ...byId('spareWebhook') },
  'GET /api/webhooks/:id/secrets': { ...onlyAdmins, ...byId('webhook') },
  'POST /api/webhooks/:id/secrets': { ...onlyAdmins, ...byId('webhook', { othersExpireAfterHours: 0 }) },
  'POST /api/webhooks/:id/test': { ...onlyAdmins, ...byId('webhook') },
  'GET /api/webhooks/:id/deliveries': {
    ...onlyAdmins,
    ids: { 'params.id': 'webhook' },
    requests: (own) => [{ params: { id: own.webhook }, query: { size: 10 } }],
  },
  'GET /api/webhooks/:id/deliveries/:deliveryId': {
    ...onlyAdmins,
    ids,
    requests: (own) => [{ params: { id: own.webhook, deliveryId: own.webhookDelivery } }],
  },
  'POST /api/webhooks/:id/deliveries/:deliveryId/redeliver': {
    ...onlyAdmins,
    ids,
    requests: (own) => [{ params: { id: own.webhook, deliveryId: own.webhookDelivery } }],
  },
  'POST /api/webhooks/:id/redeliver': {
    ...onlyAdmins,
    ...byId('webhook', { since: '2026-01-01T00:00:00Z', isUndeliveredOnly: true }),
  },
}
