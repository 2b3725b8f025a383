import { allRoles, anyone, byId, onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'
import { reportsTable } from './reports.ts'

const dashboard = [
  '/',
  '/sign-in',
  '/setup',
  '/inbox',
  '/inbox/*',
  '/contacts',
  '/contacts/*',
  '/reports',
  '/simulator',
  '/settings',
  '/settings/*',
  '/design',
  '/assets/*',
  '/theme-boot.js',
  '/service-worker.js',
  '/app.webmanifest',
  '/icon-180.png',
  '/icon-192.png',
  '/icon-512.png',
]
const pages = [
  ...dashboard,
  '/developers',
  '/page.css',
  '/home.css',
  '/home.js',
  '/reset-password',
  '/reset.css',
  '/reset.js',
  '/favicon.svg',
  '/metrics',
  '/api/health',
  '/api/openapi.json',
  '/api/docs',
  '/api/docs/json',
  '/api/docs/yaml',
  '/api/docs/documentation.css',
  '/api/docs/documentation.js',
  '/api/docs/static/index.html',
  '/api/docs/static/swagger-initializer.js',
  '/api/docs/static/*',
]

export const operationsTable: Table = {
  'GET /api/operations': { ...allRoles, requests: () => [{}] },
  'GET /api/reports/daily-messages': {
    ...onlyAdmins,
    requests: () => [{ query: { from: '2025-01-01', to: '2025-01-31' } }],
  },
  ...reportsTable,
  'GET /api/event-logs': {
    ...onlyAdmins,
    requests: () => [{ query: { after: 0, size: 100, types: 'message.received,contact.created' } }],
  },
  'GET /api/events': { ...allRoles, requests: () => [{ query: { after: 0, types: 'contact.created' } }] },
  'GET /api/event-logs/:id': { ...onlyAdmins, ...byId('event') },
  ...Object.fromEntries(pages.map((url) => [`GET ${url}`, anyone])),
}
