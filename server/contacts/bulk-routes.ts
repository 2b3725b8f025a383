import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, nullable } from '../platform/schemas.ts'
import { assignContacts, deleteContacts, setStatuses } from './bulk.ts'
import type { BulkResult } from './bulk.ts'
import { tagContacts } from './tags.ts'

const tags = ['Contacts']
const description =
  'A thousand contacts at most in one call. Those that you may not see are not found, and the others are changed all the ' +
  'same; if none is found, the answer is 404.'
const ContactIds = Type.Array(Id, { maxItems: 1000 })
const Users = Type.Optional(Type.Array(Id, { maxItems: 100 }))
const Tags = Type.Optional(Type.Array(Text(50), { maxItems: 20 }))
const NotFound = Type.Array(Type.String(), { description: 'the ids of those that are not there for you' })
const Changed = {
  200: Type.Object({
    message: Type.String(),
    matchedCount: Type.Integer(),
    modifiedCount: Type.Integer({ description: 'those that were not so already' }),
    notFound: NotFound,
  }),
}

const Previous = Type.Array(Type.Object({ _id: Id, status: Type.String(), pipelineStageId: nullable(Type.String()) }), {
  description: 'where those that were changed stood before, for whoever takes it back',
})

export function bulkRoutes(app: App): void {
  statusRoute(app)
  deleteRoute(app)
  assignRoute(app)
  tagRoute(app)
}

function statusRoute(app: App): void {
  app.put(
    '/api/contacts/bulk-update-status',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Set the status of many contacts',
        description,
        body: Type.Object({
          contactIds: ContactIds,
          status: Type.Optional(Text(100)),
          pipelineStageId: Type.Optional(Id),
        }),
        response: { 200: Type.Object({ ...Changed[200].properties, previous: Previous }) },
      },
    },
    async (request) => {
      const { contactIds, status, pipelineStageId: stageId } = request.body
      const asked = { ...(status === undefined ? {} : { status }), ...(stageId === undefined ? {} : { stageId }) }
      const result = await setStatuses(request.db, request.actor, contactIds, asked)
      const previous = (result.previous ?? []).map(({ id, ...place }) => ({ _id: id, ...place }))
      return { ...toAnswer(result), previous }
    },
  )
}

function toAnswer({ matched, modified, notFound }: BulkResult) {
  const message = 'Contacts updated successfully'
  return { message, matchedCount: matched, modifiedCount: modified, notFound }
}

function deleteRoute(app: App): void {
  app.delete(
    '/api/contacts/bulk-delete',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete many contacts',
        description: `Their conversations and messages go with them. If one is another's, none is deleted (403 \`not_the_owner\`). ${description}`,
        body: Type.Object({ contactIds: ContactIds }),
        response: { 200: Type.Object({ message: Type.String(), deletedCount: Type.Integer(), notFound: NotFound }) },
      },
    },
    async (request) => {
      const { modified, notFound } = await deleteContacts(request.db, request.actor, request.body.contactIds)
      return { message: 'Contacts deleted successfully', deletedCount: modified, notFound }
    },
  )
}

function assignRoute(app: App): void {
  app.put(
    '/api/contacts/bulk-assign',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Give many contacts to an owner, or assign them',
        description,
        body: Type.Object({
          contactIds: ContactIds,
          userId: Type.Optional({ ...Id, description: 'the new owner' }),
          addAssignees: Users,
          removeAssignees: Users,
        }),
        response: Changed,
      },
    },
    async (request) => {
      const { contactIds, ...assignment } = request.body
      return toAnswer(await assignContacts(request.db, request.actor, contactIds, assignment))
    },
  )
}

function tagRoute(app: App): void {
  app.put(
    '/api/contacts/bulk-tag',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Tag many contacts',
        description,
        body: Type.Object({ contactIds: ContactIds, add: Tags, remove: Tags }),
        response: Changed,
      },
    },
    async (request) => {
      const { contactIds, add = [], remove = [] } = request.body
      return toAnswer(await tagContacts(request.db, request.actor, contactIds, { add, remove }))
    },
  )
}
