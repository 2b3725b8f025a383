import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import { bearerOf } from '../identity/credentials.ts'
import { clientAddress } from '../identity/client-address.ts'
import type { App } from '../platform/http.ts'
import { Id, Text } from '../platform/schemas.ts'
import type { Database } from '../platform/database.ts'
import type { Channel } from '../channels/channels.ts'
import { browserIn } from './browsers.ts'
import { answerCsat, openRequest } from './csat.ts'
import { allowedTypes, mostMegabytes } from './file-rules.ts'
import { fillForm } from './form.ts'
import { readHistory } from './history.ts'
import { hoursOf } from './hours.ts'
import { mark } from './marks.ts'
import { longestMessage, say } from './saying.ts'
import { inSession, standingIn } from './session-check.ts'
import { agentOf, openSession } from './sessions.ts'
import type { WebchatTools } from './tools.ts'
import {
  ClientId,
  ConfigurationSchema,
  CsatAnsweredSchema,
  Feedback,
  HistorySchema,
  Key,
  MessagePlace,
  Rating,
} from './visitor-schemas.ts'
import { SessionSchema, ShownMessageSchema, Url, VisitorSchema } from './visitor-schemas.ts'
import { needsForm, openWebchat, settingsOf } from './visitors.ts'
import type { Standing } from './visitors.ts'

const tags = ['Webchat']
const config = { isPublic: true } as const
const headers = Type.Object({ authorization: Type.Optional(Type.String({ description: 'Bearer and the webchatId' })) })
/** Of one session, in a minute. */
const mostForms = 20
/** The widget reads once when it connects, and page by page as somebody scrolls back. */
const mostReadings = { ofSession: 120, fromAddress: 1200 }
const ByKey = Type.Object({ key: Key })

/** What the widget asks; who calls is known by the webchatId alone. */
export function visitorRoutes(app: App, tools: WebchatTools): void {
  configurationRoute(app)
  sessionRoute(app, tools)
  formRoute(app, tools)
  messageRoutes(app, tools)
  markRoute(app)
  csatRoute(app)
}

function configurationRoute(app: App): void {
  app.get(
    '/api/webchat/:key',
    {
      config,
      schema: {
        tags,
        summary: 'Read what a webchat looks like',
        params: ByKey,
        response: { 200: ConfigurationSchema },
      },
    },
    async (request, reply) => {
      const channel = await openWebchat(request.db, request.params.key)
      reply.header('cache-control', 'public, max-age=60')
      return configurationOf(request.db, channel)
    },
  )
}

async function configurationOf(db: Database, channel: Channel) {
  const { color, greeting, position, language, form, files, identity } = settingsOf(channel)
  return {
    key: channel.identifier,
    name: channel.name,
    color,
    greeting,
    position,
    language,
    form,
    identity,
    files: { isOn: files.isOn, maxBytes: mostMegabytes * 1024 * 1024, types: files.isOn ? allowedTypes : [] },
    hours: await hoursOf(db, channel),
  }
}

function sessionRoute(app: App, tools: WebchatTools): void {
  app.post(
    '/api/webchat/:key/sessions',
    {
      config: { isPublic: true, isRepeatable: true },
      schema: {
        tags,
        summary: 'Begin a visit, or go on with one',
        description:
          'With an `identity`, a JWT that your server signs with the webchat’s identity secret (HS256, `sub`, `exp` at most an hour ' +
          'ahead, and `name`, `email` and `phone` if you like), the visitor is that person on every device.',
        params: ByKey,
        body: Type.Object({
          webchatId: Type.Optional(Type.String({ maxLength: 100 })),
          identity: Type.Optional(Type.String({ maxLength: 4000 })),
          page: Type.Optional(Url),
          referrer: Type.Optional(Url),
          language: Type.Optional(Type.String({ maxLength: 100 })),
        }),
        response: { 200: SessionSchema, 201: SessionSchema },
      },
    },
    async (request, reply) => {
      const channel = await openWebchat(request.db, request.params.key)
      const arrival = {
        ...request.body,
        browser: browserIn(request.headers['user-agent']),
        clientAddress: clientAddress(request.ip),
      }
      const { secret, isNew, isContinued, standing } = await openSession(request.db, tools, channel, arrival)
      reply.code(isNew ? 201 : 200)
      const agent = await agentOf(request.db, standing)
      const { conversation } = standing
      return {
        webchatId: secret,
        isContinued,
        visitor: toVisitor(standing),
        conversation: conversation && {
          isResolved: conversation.isResolved,
          agent,
          isCsatAsked: await isAsked(request.db, standing),
        },
      }
    },
  )
}

async function isAsked(db: Database, { visitor, conversation }: Standing): Promise<boolean> {
  if (!conversation) return false
  const { organizationId } = visitor
  return (await openRequest(db, { organizationId, id: conversation.id }, new Date())) !== undefined
}

function toVisitor({ visitor, channel }: Standing) {
  const { id, externalId, name } = visitor
  return { id, isKnown: externalId !== null, name, needsForm: needsForm(settingsOf(channel), visitor) }
}

function formRoute(app: App, { limits }: WebchatTools): void {
  app.put(
    '/api/webchat/form',
    {
      ...inSession,
      schema: {
        tags,
        summary: 'Fill in the form before the chat',
        headers,
        body: Type.Object({
          name: Type.Optional(Text(200)),
          email: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
          phone: Type.Optional(Text(40)),
          consent: Type.Optional(Type.Literal(true)),
        }),
        response: { 200: Type.Object({ visitor: VisitorSchema }) },
      },
    },
    async (request) => {
      await limits.take(request.db, 'fill in', standingIn(request).visitor.id, mostForms)
      return { visitor: toVisitor(await fillForm(request.db, bearerOf(request), request.body)) }
    },
  )
}

function messageRoutes(app: App, tools: WebchatTools): void {
  app.get(
    '/api/webchat/messages',
    {
      ...inSession,
      schema: {
        tags,
        summary: 'Read what was said in the chat',
        description:
          'Oldest first. `after` an id there may be some again whose status has changed, or that came late: tell them apart by `id`.',
        headers,
        querystring: Type.Object({
          after: Type.Optional(MessagePlace),
          before: Type.Optional(MessagePlace),
          size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
        }),
        response: { 200: HistorySchema },
      },
    },
    async (request) => {
      const standing = standingIn(request)
      await tools.limits.take(request.db, 'read', standing.visitor.id, mostReadings.ofSession)
      await tools.limits.take(request.db, 'read from', clientAddress(request.ip), mostReadings.fromAddress)
      return readHistory(request.db, tools.links, standing, request.query)
    },
  )

  app.post(
    '/api/webchat/messages',
    {
      ...inSession,
      schema: {
        tags,
        summary: 'Write in the chat',
        description: 'The same `clientId` again is the same message, and answered with 200.',
        headers,
        body: Type.Object({
          clientId: ClientId,
          content: Type.String({ maxLength: longestMessage }),
          files: Type.Optional(Type.Array(Id, { maxItems: 10 })),
          page: Type.Optional(Url),
        }),
        response: { 200: ShownMessageSchema, 201: ShownMessageSchema },
      },
    },
    async (request, reply) => {
      const saying = { ...request.body, clientAddress: clientAddress(request.ip) }
      const { message, isNew } = await say(request.db, tools, bearerOf(request), saying)
      reply.code(isNew ? 201 : 200)
      return message
    },
  )
}

function markRoute(app: App): void {
  app.post(
    '/api/webchat/marks',
    {
      ...inSession,
      config: { isPublic: true, isRepeatable: true },
      schema: {
        tags,
        summary: 'Say up to where the visitor has got and read what was sent',
        headers,
        body: Type.Object({ deliveredUntil: Type.Optional(MessagePlace), readUntil: Type.Optional(MessagePlace) }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await mark(request.db, standingIn(request), request.body)
      return noContent(reply)
    },
  )
}

function noContent(reply: FastifyReply): FastifyReply {
  return reply.code(204).send()
}

function csatRoute(app: App): void {
  app.post(
    '/api/webchat/csat',
    {
      ...inSession,
      schema: {
        tags,
        summary: 'Say how the chat was',
        headers,
        body: Type.Object({ rating: Rating, feedback: Feedback }),
        response: { 200: CsatAnsweredSchema },
      },
    },
    async (request) => {
      await answerCsat(request.db, standingIn(request), request.body)
      return { success: true as const, rating: request.body.rating }
    },
  )
}
