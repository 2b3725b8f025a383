import { newNumber } from '../factories.ts'
import { onlyAdmins } from './entry.ts'
import type { Table } from './entry.ts'

const fields = [
  'firstName',
  'lastName',
  'phoneNumber',
  'email',
  'status',
  'process',
  'source',
  'isAutopilot',
  'userId',
] as const
const resolution = Object.fromEntries(fields.map((field) => [field, 'source']))

export const duplicatesTable: Table = {
  'POST /api/contacts/merge': {
    ...onlyAdmins,
    ids: { 'body.sourceId': 'twin', 'body.targetId': 'contact' },
    requests: (own) => [{ body: { sourceId: own.twin, targetId: own.contact, resolution } }],
  },
  'GET /api/contacts/merges': {
    ...onlyAdmins,
    ids: { 'query.contactId': 'contact' },
    requests: (own) => [{ query: { size: 10 } }, { query: { contactId: own.contact, size: 10 } }],
  },
  'POST /api/contacts/merges/:id/undo': {
    ...onlyAdmins,
    ids: { 'params.id': 'merge' },
    requests: (own) => [{ params: { id: own.merge } }],
  },
  'POST /api/contacts/:id/separate': {
    ...onlyAdmins,
    ids: { 'params.id': 'contact' },
    requests: (own) => [
      {
        params: { id: own.contact },
        body: {
          fieldSplit: {
            firstName: { original: 'Jane', new: 'John' },
            lastName: { new: 'Smith' },
            email: { new: null },
            phoneNumber: { new: newNumber() },
            customFields: { new: {} },
            status: 'original',
            pipelineId: 'original',
            pipelineStage: 'original',
            assignees: 'new',
            tags: 'original',
          },
          childRecordAssignment: {
            conversations: { [own.conversation]: 'original' },
            contactNotes: { [own.note]: 'new' },
            reminders: { [own.reminder]: 'new' },
            documents: { [own.document]: 'new' },
          },
          messageSplitPoints: {},
        },
      },
    ],
  },
  'GET /api/contacts/:id/dedup-reviews/pending': {
    ...onlyAdmins,
    ids: { 'params.id': 'contact' },
    requests: (own) => [{ params: { id: own.contact }, query: { size: 10 } }],
  },
  'GET /api/contacts/dedup-reviews/pending': { ...onlyAdmins, requests: () => [{ query: { size: 10 } }] },
  'PATCH /api/contacts/dedup-reviews/:reviewId/merge': {
    ...onlyAdmins,
    ids: { 'params.reviewId': 'review' },
    requests: (own) => [{ params: { reviewId: own.review }, body: { resolution } }],
  },
  'PATCH /api/contacts/dedup-reviews/:reviewId/keep-separate': {
    ...onlyAdmins,
    ids: { 'params.reviewId': 'review' },
    requests: (own) => [{ params: { reviewId: own.review }, body: { resolution } }],
  },
  'PATCH /api/contacts/dedup-reviews/bulk/keep-separate': {
    ...onlyAdmins,
    filters: { 'body.reviewIds': 'review' },
    requests: (own) => [{ body: { reviewIds: [own.review], resolution } }],
  },
}
