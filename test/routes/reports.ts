import { allRoles } from './entry.ts'
import type { Entry, Table } from './entry.ts'
import type { Things } from './things.ts'

const range = { from: '2025-01-01', to: '2025-01-31' }
const ids = { 'query.channelId': 'channel', 'query.userId': 'user', 'query.departmentId': 'department' } as const

function report(...more: Array<Record<string, string>>): Entry {
  const requests = (own: Things) =>
    [{}, { channelId: own.channel, userId: own.user, departmentId: own.department }, ...more].map((query) => ({
      query: { ...range, ...query },
    }))
  return { ...allRoles, ids, requests }
}

const grouped = ['user', 'department', 'channel'].map((by) => ({ interval: 'week', by }))

export const reportsTable: Table = {
  'GET /api/reports/conversations': report({ interval: 'day' }, ...grouped),
  'GET /api/reports/messages': report({ interval: 'month' }, ...grouped),
  'GET /api/reports/response-times': report({ hours: 'business' }, ...grouped),
  'GET /api/reports/busy-hours': report(),
  'GET /api/reports/export': {
    ...allRoles,
    ids,
    requests: (own) =>
      ['conversations', 'messages', 'response-times', 'busy-hours'].map((name) => ({
        query: { ...range, report: name, channelId: own.channel, userId: own.user, departmentId: own.department },
      })),
  },
}
