import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Time, nullable } from '../platform/schemas.ts'
import { assign } from './assignment.ts'
import { deleteConversation, findConversation, listConversations } from './conversations.ts'
import { reopen, resolve, toggleResolved } from './resolution.ts'
import type { Conversation } from './row.ts'
import { ConversationSchema, NamedConversationSchema, toConversation } from './schemas.ts'
import { asSeenBy, findAsSeen, markSeen, markUnseen } from './seen.ts'

const tags = ['Conversations']
const ById = Type.Object({ id: Id })
const ByConversationId = Type.Object({ conversationId: Id })

export function conversationRoutes(app: App): void {
  listRoutes(app)
  readRoute(app)
  updateRoute(app)
  resolveRoute(app)
  seenRoutes(app)
  deleteRoutes(app)
}

function listRoutes(app: App): void {
  const query = Type.Object({
    contactId: Id,
    channelType: Type.String({ enum: ['sms', 'facebook', 'webchat'], default: 'sms' }),
    size: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  })
  const response = {
    200: Type.Object({ conversations: Type.Array(NamedConversationSchema), nextCursor: nullable(Type.String()) }),
  }
  const summary = 'Get conversations by contact'

  app.post(
    '/api/conversation/all',
    { config: { roles: everyone }, schema: { tags, summary, body: query, response } },
    async ({ db, actor, body }) => answerList(db, actor, await listConversations(db, actor, body)),
  )
  app.get(
    '/api/conversation/all',
    { config: { roles: everyone }, schema: { tags, summary, querystring: query, response } },
    async (request) =>
      answerList(request.db, request.actor, await listConversations(request.db, request.actor, request.query)),
  )
}

async function answerList(
  db: Database,
  actor: Actor,
  { conversations, nextCursor }: Awaited<ReturnType<typeof listConversations>>,
) {
  return { conversations: (await asSeenBy(db, actor, conversations)).map(toConversation), nextCursor }
}

async function answer(db: Database, actor: Actor, conversation: Conversation) {
  const [seen] = await asSeenBy(db, actor, [conversation])
  return toConversation(seen!)
}

function readRoute(app: App): void {
  app.get(
    '/api/conversation/:id',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Retrieve a conversation', params: ById, response: { 200: ConversationSchema } },
    },
    async ({ db, actor, params }) => toConversation(await findAsSeen(db, actor, params.id)),
  )
}

function updateRoute(app: App): void {
  app.put(
    '/api/conversation/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Update a conversation',
        params: ById,
        body: Type.Object({
          assignees: Type.Optional(Type.Array(Id, { maxItems: 100, uniqueItems: true })),
          isResolved: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Type.Object({ message: Type.String(), conversation: ConversationSchema }) },
      },
    },
    async (request) => {
      const conversation = await updateConversation(request.db, request.actor, request.params.id, request.body)
      return {
        message: 'Conversation updated successfully',
        conversation: await answer(request.db, request.actor, conversation),
      }
    },
  )
}

/** Both changes or neither; who assigns the conversation away still gets the answer. */
function updateConversation(
  db: Database,
  actor: Actor,
  id: string,
  { assignees, isResolved }: { assignees?: string[]; isResolved?: boolean },
): Promise<Conversation> {
  return transact(db, async (trx) => {
    const found = await findConversation(trx, actor, id)
    const settled = isResolved === undefined ? found : await (isResolved ? resolve : reopen)(trx, actor, id)
    return assignees ? assign(trx, actor, id, assignees) : settled
  })
}

function resolveRoute(app: App): void {
  app.put(
    '/api/conversation/:id/resolve',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Toggle resolve conversation',
        description: 'Without a body it toggles; with `isResolved` it sets, and is harmless to repeat.',
        params: ById,
        body: nullable(Type.Object({ isResolved: Type.Optional(Type.Boolean()) })),
        response: {
          200: Type.Object({ message: Type.String(), isResolved: Type.Boolean(), resolvedAt: nullable(Time) }),
        },
      },
    },
    async (request) => {
      const isResolved = request.body?.isResolved
      const change = isResolved === undefined ? toggleResolved : isResolved ? resolve : reopen
      const { resolvedAt } = await change(request.db, request.actor, request.params.id)
      const word = resolvedAt ? 'resolved' : 'unresolved'
      return { message: `Conversation ${word} successfully`, isResolved: resolvedAt !== null, resolvedAt }
    },
  )
}

function seenRoutes(app: App): void {
  app.post(
    '/api/conversation/unseen',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Mark conversation as unseen', body: ByConversationId, response: { 200: Message } },
    },
    async (request) => {
      await markUnseen(request.db, request.actor, request.body.conversationId)
      return { message: 'Conversation marked as unseen' }
    },
  )
  app.post(
    '/api/contact/message-seen',
    {
      config: { roles: everyone },
      schema: { tags, summary: 'Mark conversation as seen', body: ByConversationId, response: { 200: Message } },
    },
    async (request) => {
      await markSeen(request.db, request.actor, request.body.conversationId)
      return { message: 'Conversation marked as seen' }
    },
  )
}

function deleteRoutes(app: App): void {
  const description = 'This also deletes all messages of the conversation.'
  const message = 'Conversation deleted successfully'
  app.delete(
    '/api/conversation',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete a conversation',
        description,
        body: ByConversationId,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteConversation(request.db, request.actor, request.body.conversationId)
      return { message }
    },
  )
  app.delete(
    '/api/conversation/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Delete a conversation by its path',
        description,
        params: ById,
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteConversation(request.db, request.actor, request.params.id)
      return { message }
    },
  )
}
