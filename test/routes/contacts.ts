import { newEmail, newNumber } from '../factories.ts'
import { allRoles, byId } from './entry.ts'
import type { Table } from './entry.ts'
import type { Things } from './things.ts'

const owners = {
  'body.userId': 'user',
  'body.assignees': 'user',
  'body.pipelineId': 'pipeline',
  'body.pipelineStage': 'stage',
} as const

function fieldsOf(own: Things) {
  return {
    firstName: 'Jane',
    lastName: 'Smith',
    phoneNumber: newNumber(),
    email: newEmail(),
    status: 'New Lead',
    pipelineId: own.pipeline,
    pipelineStage: own.stage,
    process: 'Sales Agent',
    source: 'CSV Upload',
    isAutopilot: false,
    userId: own.user,
    assignees: [own.user],
    customFields: { notAField: 1 },
  }
}

export const contactsTable: Table = {
  'GET /api/contacts/:id/timeline': {
    ...allRoles,
    ids: { 'params.id': 'contact' },
    requests: (own) => [{ params: { id: own.contact }, query: { size: 10 } }],
  },
  'GET /api/contacts': {
    ...allRoles,
    ids: { 'query.pipelineId': 'pipeline', 'query.pipelineStage': 'stage' },
    filters: { 'query.ownerFilter': 'user', 'query.owner': 'user', 'query.assignee': 'user' },
    requests: (own) => [
      {
        query: {
          page: 1,
          size: 10,
          ownerFilter: own.user,
          source: 'API',
          status: 'New Lead',
          search: 'Jane',
          customFilters: '{}',
          dateRange: '{"startDate":"2025-01-01","endDate":"2999-12-31"}',
          owner: own.user,
          assignee: own.user,
          leadSource: 'API',
          lastMessageTimeRange: '{"startDate":"2025-01-01"}',
          messageStatus: 'all',
          blocked: 'false',
          optedOut: 'false',
          pipelineId: own.pipeline,
          pipelineStage: own.stage,
          sort: 'lastActivity',
          order: 'desc',
        },
      },
    ],
  },
  'GET /api/contacts/:id': { ...allRoles, ...byId('contact') },
  'POST /api/contact': { ...allRoles, ids: owners, requests: (own) => [{ body: fieldsOf(own) }] },
  'PUT /api/contact': {
    ...allRoles,
    ids: { ...owners, 'body._id': 'contact' },
    requests: (own) => [{ body: { _id: own.contact, ...fieldsOf(own) } }],
  },
  'PATCH /api/contacts/:id': {
    ...allRoles,
    ids: { ...owners, 'params.id': 'contact' },
    requests: (own) => [{ params: { id: own.contact }, body: fieldsOf(own) }],
  },
  'DELETE /api/contacts/:id': { ...allRoles, ...byId('contact') },
}
