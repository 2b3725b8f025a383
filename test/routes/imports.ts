import { allRoles, byId } from './entry.ts'
import type { Entry, Table } from './entry.ts'
import { importFile } from './import-file.ts'
import type { Things } from './things.ts'

const begin: Entry = {
  ...allRoles,
  isPersonal: true,
  ids: { 'params.id': 'import', 'body.userId': 'user' },
  requests: (own) => [
    {
      params: { id: own.import },
      body: {
        mapping: [{ column: 0, field: 'phoneNumber' }],
        duplicates: 'skip',
        userId: own.user,
        contactStatus: 'Imported',
        contactTags: ['fair'],
      },
    },
  ],
}

export const importsTable: Table = {
  'POST /api/contacts/imports': {
    ...allRoles,
    requests: () => [{ body: importFile('Phone,First name\n+14155552671,Jane\n') as never }],
  },
  'GET /api/contacts/imports': { ...allRoles, isPersonal: true, requests: () => [{ query: { size: 10 } }] },
  'GET /api/contacts/imports/fields': { ...allRoles, requests: () => [{}] },
  'GET /api/contacts/imports/:id': { ...allRoles, isPersonal: true, ...byId('import') },
  'GET /api/contacts/imports/:id/results': {
    ...allRoles,
    isPersonal: true,
    ids: { 'params.id': 'import' },
    requests: (own: Things) => [{ params: { id: own.import }, query: { outcome: 'skipped' } }],
  },
  'GET /api/contacts/imports/:id/contacts': {
    ...allRoles,
    isPersonal: true,
    isFilledLater: true,
    ids: { 'params.id': 'import' },
    requests: (own: Things) => [{ params: { id: own.import }, query: { outcome: 'created', size: 10 } }],
  },
  'POST /api/contacts/imports/:id/dry-run': begin,
  'POST /api/contacts/imports/:id/start': begin,
  'POST /api/contacts/imports/:id/cancel': { ...allRoles, isPersonal: true, ...byId('import') },
  'POST /api/contacts/imports/:id/undo': { ...allRoles, isPersonal: true, ...byId('canceledImport') },
  'DELETE /api/contacts/imports/:id': { ...allRoles, isPersonal: true, ...byId('import') },
  'GET /api/contacts/export/columns': { ...allRoles, requests: () => [{}] },
  'GET /api/contacts/export': {
    ...allRoles,
    ids: { 'query.pipelineId': 'pipeline', 'query.pipelineStage': 'stage' },
    filters: { 'query.ownerFilter': 'user', 'query.owner': 'user', 'query.assignee': 'user' },
    requests: (own) => [
      {
        query: {
          ownerFilter: own.user,
          owner: own.user,
          assignee: own.user,
          source: 'API',
          status: 'New Lead',
          search: 'Jane',
          dateRange: '{"startDate":"2025-01-01","endDate":"2999-12-31"}',
          pipelineId: own.pipeline,
          pipelineStage: own.stage,
          columns: 'phoneNumber',
        },
      },
    ],
  },
}
