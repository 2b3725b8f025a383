import { Type } from 'typebox'
import type { TSchema } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, nullable } from '../platform/schemas.ts'
import { breakDown, dimensions } from './breakdown.ts'
import type { Dimension } from './breakdown.ts'
import { countInbox, mostCounted, standingViews } from './counts.ts'
import { listInbox } from './inbox.ts'
import { WhereText, readWhere } from './inbox/where-schema.ts'
import {
  Ids,
  InboxConversationSchema,
  InboxFilterFields,
  Sort,
  ViewFilters,
  ViewSchema,
  toInboxConversation,
  toView,
} from './inbox-schemas.ts'
import { findPins, pinViews } from './view-pins.ts'
import { changeView, deleteView, listViews, saveView } from './views.ts'

const tags = ['Conversations']
const ById = Type.Object({ id: Id })

export function inboxRoutes(app: App): void {
  listRoute(app)
  countsRoute(app)
  breakdownRoute(app)
  viewRoutes(app)
  viewByIdRoutes(app)
}

function listRoute(app: App): void {
  app.get(
    '/api/conversations',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the inbox',
        description: 'The conversations of all contacts that you may see, each with all that a list shows of it.',
        querystring: Type.Object({
          ...InboxFilterFields,
          where: Type.Optional(WhereText),
          ids: Type.Optional(Ids),
          sort: Type.Unsafe<'newest' | 'oldest' | 'waiting'>({ ...Sort, default: 'newest' }),
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            conversations: Type.Array(InboxConversationSchema),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { conversations, nextCursor } = await listInbox(request.db, request.actor, filtersIn(request.query))
      return { conversations: conversations.map(toInboxConversation), nextCursor }
    },
  )
}

function countsRoute(app: App): void {
  const ofEach = <T extends TSchema>(schema: T) => Type.Object(mapStanding<T>(() => schema))
  app.get(
    '/api/conversations/counts',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Count the inbox',
        description: `How long each list is: the standing ones, within what you filter, and your saved views. By channel, owner, assignee, state, and what is unread or waits, at any length; where a list is filtered by more than that, past ${mostCounted} it is not exact: that many or more.`,
        querystring: Type.Object({ ...InboxFilterFields, where: Type.Optional(WhereText) }),
        response: {
          200: Type.Object({
            counts: ofEach(Type.Integer()),
            isExact: ofEach(Type.Boolean({ description: 'false where there may be more' })),
            views: Type.Array(
              Type.Object({ _id: Id, name: Type.String(), count: Type.Integer(), isExact: Type.Boolean() }),
            ),
            mostCounted: Type.Integer(),
          }),
        },
      },
    },
    async (request) => {
      const { standing, views } = await countInbox(request.db, request.actor, filtersIn(request.query))
      return {
        counts: mapStanding((name) => standing[name].count),
        isExact: mapStanding((name) => standing[name].isExact),
        views: views.map(({ id, ...rest }) => ({ _id: id, ...rest })),
        mostCounted,
      }
    },
  )
}

/** A URL has it as text. */
function filtersIn<T extends { where?: string }>({ where, ...rest }: T) {
  return { ...rest, ...(where === undefined ? {} : { where: readWhere(where) }) }
}

function breakdownRoute(app: App): void {
  const Share = Type.Object({
    value: nullable(Type.String({ description: 'the id, or the channel type; null where nobody is assigned' })),
    open: Type.Integer(),
    snoozed: Type.Integer(),
    resolved: Type.Integer(),
    waiting: Type.Integer(),
    unread: Type.Integer({ description: 'of what is open, by you' }),
  })
  app.get(
    '/api/conversations/counts/by/:dimension',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Count the inbox by channel or by person',
        description: 'What you may see, exact at any size. What is assigned to two counts for both.',
        params: Type.Object({ dimension: Type.Unsafe<Dimension>({ type: 'string', enum: dimensions }) }),
        response: { 200: Type.Object({ shares: Type.Array(Share) }) },
      },
    },
    async (request) => ({ shares: await breakDown(request.db, request.actor, request.params.dimension) }),
  )
}

function mapStanding<T>(value: (name: keyof typeof standingViews) => T): Record<keyof typeof standingViews, T> {
  const names = Object.keys(standingViews) as Array<keyof typeof standingViews>
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<keyof typeof standingViews, T>
}

const PinsSchema = Type.Object({
  viewIds: Type.Array(Id, { maxItems: 50, uniqueItems: true, description: 'saved views, as they stand' }),
  standing: Type.Array(Type.String({ enum: Object.keys(standingViews) }), {
    maxItems: 50,
    uniqueItems: true,
    description: 'those that everybody has',
  }),
})

function viewRoutes(app: App): void {
  app.get(
    '/api/conversations/views',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'List the saved views',
        description: 'Yours, and those that colleagues share; and which of them you pinned.',
        response: { 200: Type.Object({ views: Type.Array(ViewSchema), pins: PinsSchema }) },
      },
    },
    async ({ db, actor }) => {
      const views = await listViews(db, actor)
      return { views: views.map((view) => toView(view, actor)), pins: await findPins(db, actor, views) }
    },
  )

  app.put(
    '/api/conversations/views/pins',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Pin views of the inbox',
        description: 'For yourself, wherever you sign in. These take the place of what was pinned before.',
        body: PinsSchema,
        response: { 200: PinsSchema },
      },
    },
    ({ db, actor, body }) => pinViews(db, actor, body),
  )

  app.post(
    '/api/conversations/views',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Save a view',
        body: Type.Object({ name: Text(100), isShared: Type.Boolean({ default: false }), filters: ViewFilters }),
        response: { 201: ViewSchema },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return toView(await saveView(request.db, request.actor, request.body), request.actor)
    },
  )
}

function viewByIdRoutes(app: App): void {
  app.put(
    '/api/conversations/views/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Change a saved view',
        params: ById,
        body: Type.Object({
          name: Type.Optional(Text(100)),
          isShared: Type.Optional(Type.Boolean()),
          filters: Type.Optional(ViewFilters),
        }),
        response: { 200: ViewSchema },
      },
    },
    async (request) =>
      toView(await changeView(request.db, request.actor, request.params.id, request.body), request.actor),
  )

  app.delete(
    '/api/conversations/views/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Delete a saved view', params: ById, response: { 200: Message } },
    },
    async (request) => {
      await deleteView(request.db, request.actor, request.params.id)
      return { message: 'View deleted successfully' }
    },
  )
}
