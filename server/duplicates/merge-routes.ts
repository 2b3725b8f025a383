import { Type } from 'typebox'

import { admins } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Time, nullable } from '../platform/schemas.ts'
import { chosenFields } from './merge-fields.ts'
import type { MergeStep } from './merge-steps.ts'
import { undoMerge } from './merge-undo.ts'
import { listMerges } from './merges.ts'
import { mergeContacts } from './merging.ts'
import { ContactSchema, toContact } from '../contacts/schemas.ts'

const tags = ['Contacts']

const Side = Type.Optional(Type.Unsafe<'source' | 'target'>({ type: 'string', enum: ['source', 'target'] }))
const Resolution = Type.Optional(
  Type.Object(Object.fromEntries(chosenFields.map((field) => [field, Side])), {
    description: 'whose value each field gets; without it, the target’s, and what the target lacks from the source',
  }),
)

/** The steps are what the floors above do when contacts merge, in their order. */
export function mergeRoutes(app: App, steps: MergeStep[]): void {
  mergeRoute(app, steps)
  listRoute(app)
  undoRoute(app, steps)
}

function mergeRoute(app: App, steps: MergeStep[]): void {
  app.post(
    '/api/contacts/merge',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Merge two contacts',
        description:
          'The source becomes part of the target: its conversations, messages, notes, reminders, assignees and opt-outs ' +
          'follow. Where both spoke on one channel, the source’s conversation is joined to the target’s. Whoever writes ' +
          'from the number that is left over is the target. It can be undone for 30 days.',
        body: Type.Object({ sourceId: Id, targetId: Id, resolution: Resolution }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.String(),
            data: Type.Object({ mergeId: Id, contact: ContactSchema }),
          }),
        },
      },
    },
    async (request) => {
      const { mergeId, contact } = await mergeContacts(request.db, request.actor, steps, request.body)
      return { success: true, message: 'Contacts merged', data: { mergeId, contact: toContact(contact) } }
    },
  )
}

function listRoute(app: App): void {
  app.get(
    '/api/contacts/merges',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'List the merges of contacts',
        description: 'Those of the last 30 days, the newest first.',
        querystring: Type.Object({
          contactId: Type.Optional({ ...Id, description: 'into this one' }),
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            data: Type.Array(
              Type.Object({
                _id: Id,
                sourceId: Id,
                targetId: Id,
                sourceName: nullable(Type.String()),
                mergedAt: Time,
                mergedBy: nullable(Type.String()),
                undoneAt: nullable(Time),
                undoneBy: nullable(Type.String()),
              }),
            ),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { merges, nextCursor } = await listMerges(request.db, request.actor, request.query)
      const data = merges.map(({ id, mergedById, undoneById, ...rest }) => {
        return { ...rest, _id: id, mergedBy: mergedById, undoneBy: undoneById }
      })
      return { success: true, data, nextCursor }
    },
  )
}

function undoRoute(app: App, steps: MergeStep[]): void {
  app.post(
    '/api/contacts/merges/:id/undo',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Undo a merge of contacts',
        description:
          'The source comes back with what it had. What was added or changed since stays, and is named. Messages that came ' +
          'since stay where they came in: in a conversation that goes back they are the source’s, in any other the target’s. ' +
          'Separate the target to give the source what is its.',
        params: Type.Object({ id: Id }),
        response: {
          200: Type.Object({
            success: Type.Boolean(),
            message: Type.String(),
            data: Type.Object({
              source: ContactSchema,
              target: ContactSchema,
              kept: Type.Array(Type.Object({ what: Type.String(), id: Id, message: Type.String() }), {
                description: 'what came or was changed since: what it is, and a sentence that says what became of it',
              }),
              stayed: Type.Object(
                {
                  contactId: Id,
                  conversations: Type.Integer({ description: 'opened since' }),
                  messages: Type.Integer({ description: 'that came or were written since, in these and all others' }),
                },
                { description: 'what stays with the target of all that was said since' },
              ),
            }),
          }),
        },
      },
    },
    async (request) => {
      const { source, target, kept, stayed } = await undoMerge(request.db, request.actor, steps, request.params.id)
      const data = { source: toContact(source), target: toContact(target), kept, stayed }
      return { success: true, message: 'Merge undone', data }
    },
  )
}
