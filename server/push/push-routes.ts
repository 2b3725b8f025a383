import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import { sessionKeyOf } from '../identity/credentials.ts'
import { isThisSession, listSessions } from '../identity/sessions.ts'
import { transact } from '../platform/database.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, named, nullable } from '../platform/schemas.ts'
import { pushKeys } from './keys.ts'
import { queuePushes } from './queue.ts'
import { addSubscription, findSubscription, listSubscriptions, removeSubscription } from './subscriptions.ts'
import type { PushSubscription } from './subscriptions.ts'
import type { PushTools } from './tools.ts'

const tags = ['Notifications']
const config = { roles: everyone }
const ById = Type.Object({ id: Id })

const Subscription = named(
  'PushSubscription',
  Type.Object({
    _id: Id,
    userAgent: nullable(Type.String()),
    isThis: Type.Boolean({ description: 'whether it was made in the log-in that this request came with' }),
    pushedAt: nullable(Time),
    createdAt: Time,
  }),
)

/** News for browsers in which no page of ours is open (Push API). */
export function pushRoutes(app: App, tools: PushTools): void {
  listRoute(app, tools)
  addRoute(app, tools)
  ownRoutes(app)
}

function listRoute(app: App, { vault }: PushTools): void {
  app.get(
    '/api/push-subscriptions',
    {
      config,
      schema: {
        tags,
        summary: 'Which of your browsers are told while no page is open',
        response: {
          200: Type.Object({
            publicKey: Type.String({ description: 'the `applicationServerKey` that a browser subscribes with' }),
            subscriptions: Type.Array(Subscription),
          }),
        },
      },
    },
    async ({ db, actor, headers }) => {
      const key = sessionKeyOf(headers.cookie)
      const session = key && (await listSessions(db, actor)).find((each) => isThisSession(each, key))
      const subscriptions = await listSubscriptions(db, actor)
      return {
        publicKey: (await pushKeys(db, vault)).publicKey,
        subscriptions: subscriptions.map((each) => shown(each, session ? session.id : undefined)),
      }
    },
  )
}

function addRoute(app: App, tools: PushTools): void {
  app.post(
    '/api/push-subscriptions',
    {
      config,
      schema: {
        tags,
        summary: 'Have a browser told while no page is open',
        description:
          'With what `pushManager.subscribe()` answers. It is told of your notifications, and of what contacts write in conversations ' +
          'that are yours, until you log out in it. The same browser again is the same subscription.',
        body: Type.Object({
          endpoint: Text(2000, 'the address at the browser’s push service'),
          keys: Type.Object({ p256dh: Text(200), auth: Text(100) }),
        }),
        response: { 201: Subscription },
      },
    },
    async (request, reply) => {
      const { db, actor, headers, body } = request
      const browser = { sessionKey: sessionKeyOf(headers.cookie), userAgent: headers['user-agent'] }
      const added = await addSubscription(db, tools, actor, body, browser)
      reply.code(201)
      return shown(added, browser.sessionKey ? (added.sessionId ?? undefined) : undefined)
    },
  )
}

function ownRoutes(app: App): void {
  app.delete(
    '/api/push-subscriptions/:id',
    {
      config,
      schema: { tags, summary: 'Tell a browser of yours no more', params: ById, response: { 200: Message } },
    },
    async ({ db, actor, params }) => {
      await removeSubscription(db, actor, params.id)
      return { message: 'The browser is told no more' }
    },
  )

  app.post(
    '/api/push-subscriptions/:id/test',
    {
      config,
      schema: { tags, summary: 'Push something to a browser of yours', params: ById, response: { 202: Message } },
    },
    async ({ db, actor, params }, reply) => {
      const { organizationId, id } = await findSubscription(db, actor, params.id)
      const now = new Date()
      const test = { subscriptionId: id, kind: 'test', topic: 'test', subjectId: id, at: now } as const
      await transact(db, (trx) => queuePushes(trx, organizationId, [test], now))
      reply.code(202)
      return { message: 'It is being pushed' }
    },
  )
}

function shown({ id, userAgent, pushedAt, createdAt, sessionId }: PushSubscription, thisSession: string | undefined) {
  return { _id: id, userAgent, pushedAt, createdAt, isThis: sessionId !== null && sessionId === thisSession }
}
