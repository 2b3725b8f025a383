import { newEmail } from '../factories.ts'
import { allRoles, byId, onlyAdmins } from './entry.ts'
import type { Entry, Table } from './entry.ts'
import type { Things } from './things.ts'

const filters = { 'body.ownerFilter': 'user', 'body.owner': 'user', 'body.assignee': 'user' } as const

function filtersOf(own: Things) {
  return { size: 10, search: 'Jane', source: 'API', ownerFilter: own.user, owner: [own.user], assignee: [own.user] }
}

const ranges = { dateRange: { startDate: '2025-01-01' }, lastMessageTimeRange: { endDate: '2999-12-31' } }

/** Nobody is found among none and one of another; some of one's own would be changed. */
function inBulk(change: (own: Things) => object, ids: Entry['ids'] = {}): Entry {
  return {
    ...allRoles,
    ids: { 'body.contactIds': 'contact', ...ids },
    requests: (own) => [
      { body: { contactIds: [], ...change(own) } },
      { body: { contactIds: [own.contact], ...change(own) } },
    ],
  }
}

const leads = {
  name: 'Leads',
  description: 'How leads become customers',
  stages: [{ oldStage: 'New Lead', newStage: 'New Lead', color: '#2563eb' }, { newStage: 'won' }, 'lost'],
}

const tagging: Entry = { ...allRoles, ...byId('contact', { tags: ['vip'] }) }

export const contactListsTable: Table = {
  'POST /api/contacts': {
    ...allRoles,
    ids: { 'body.pipelineId': 'pipeline' },
    filters,
    requests: (own) => [
      {
        body: {
          ...filtersOf(own),
          ...ranges,
          page: { 'New Lead': 1 },
          stages: ['New Lead'],
          pipelineType: 'Contact',
          pipelineId: own.pipeline,
        },
      },
    ],
  },
  'POST /api/contacts/statuses': {
    ...allRoles,
    ids: { 'body.pipelineId': 'pipeline' },
    filters,
    requests: (own) => [
      { body: { ...filtersOf(own), pages: { 'New Lead': 1 }, pipelineId: own.pipeline, showUnresolvedOnly: true } },
    ],
  },
  'POST /api/contacts/status': {
    ...allRoles,
    ids: { 'body.pipelineId': 'pipeline' },
    filters,
    requests: (own) => [
      { body: { ...filtersOf(own), status: 'New Lead', page: 1, pipelineId: own.pipeline, showUnreadOnly: true } },
    ],
  },
  'POST /api/contacts/counts': {
    ...allRoles,
    ids: { 'body.pipelineId': 'pipeline' },
    requests: (own) => [
      { body: { pipelineId: own.pipeline, search: 'Jane', source: 'API', messageStatus: 'all', ...ranges } },
    ],
  },
  'GET /api/contact/list-generator': {
    ...allRoles,
    requests: () => [
      {
        query: {
          stages: '["New Lead"]',
          timeRange: '{"startDate":"2025-01-01"}',
          dateRange: '{"endDate":"2999-12-31"}',
          searchValue: 'Jane',
          messageStatus: 'all',
          messageCountValue: 1,
          page: 1,
          limit: 10,
        },
      },
    ],
  },
  'POST /api/contacts/phoneNumber': {
    ...allRoles,
    ids: { 'body.targetUserId': 'user' },
    requests: (own) => [{ body: { phoneNumber: own.phoneNumber, targetUserId: own.user } }],
  },
  'PUT /api/contacts/bulk-update-status': inBulk((own) => ({ status: 'New Lead', pipelineStageId: own.stage }), {
    'body.pipelineStageId': 'stage',
  }),
  'DELETE /api/contacts/bulk-delete': inBulk(() => ({})),
  'PUT /api/contacts/bulk-assign': inBulk(
    (own) => ({ userId: own.user, addAssignees: [own.user], removeAssignees: [] }),
    { 'body.userId': 'user', 'body.addAssignees': 'user', 'body.removeAssignees': 'user' },
  ),
  'PUT /api/contacts/bulk-tag': inBulk(() => ({ add: ['vip'], remove: ['cold'] })),
  'GET /api/contacts/tags': { ...allRoles, requests: () => [{}] },
  'PUT /api/contacts/:id/tags': tagging,
  'POST /api/contacts/:id/tags': tagging,
  'DELETE /api/contacts/:id/tags': tagging,
  'PATCH /api/contacts/:id/block': { ...allRoles, ...byId('contact') },
  'PATCH /api/contacts/:id/unblock': { ...allRoles, ...byId('contact') },
  'PATCH /api/contacts/:id/verify': { ...allRoles, ...byId('contact', { verificationSource: 'a call' }) },
  'PATCH /api/contacts/:id/unverify': { ...allRoles, ...byId('contact', { verificationSource: 'a call' }) },
  'PATCH /api/contacts/:id/verify-contact-methods': {
    ...allRoles,
    ids: { 'params.id': 'contact' },
    requests: (own) => [
      {
        params: { id: own.contact },
        body: {
          type: 'phone',
          value: own.phoneNumber,
          verifiedAt: '2025-01-01T00:00:00Z',
          verificationSource: 'a call',
        },
      },
    ],
  },
  'POST /api/contacts/active': {
    ...allRoles,
    filters: { 'body.ownerFilter': 'user' },
    requests: (own) => [{ body: { channelType: 'sms', ownerFilter: own.user, page: 1, size: 10 } }],
  },
  'GET /api/contacts/inactive': {
    ...allRoles,
    filters: { 'query.ownerFilter': 'user' },
    requests: (own) => [{ query: { channelType: 'sms', ownerFilter: own.user, page: 1, size: 10 } }],
  },
  'GET /api/pipelines': {
    ...allRoles,
    ids: { 'query.pipelineId': 'pipeline' },
    requests: (own) => [{ query: { type: 'Contact', pipelineId: own.pipeline } }],
  },
  'GET /api/pipelines/list': { ...allRoles, requests: () => [{ query: { type: 'Contact' } }] },
  'POST /api/pipelines/create': {
    ...onlyAdmins,
    requests: () => [{ body: { ...leads, type: 'Contact', name: `Leads ${newEmail()}` } }],
  },
  'POST /api/pipelines/set-default': {
    ...onlyAdmins,
    ids: { 'body.pipelineId': 'pipeline' },
    requests: (own) => [{ body: { pipelineId: own.pipeline } }],
  },
  // One's own is the default one.
  'DELETE /api/pipelines/:id': { ...onlyAdmins, ...byId('pipeline'), isRefused: true },
  'POST /api/pipelines': {
    ...onlyAdmins,
    ids: { 'query.pipelineId': 'pipeline' },
    requests: (own) => [{ query: { type: 'Contact', pipelineId: own.pipeline }, body: leads }],
  },
}
