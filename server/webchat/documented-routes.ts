import { randomUUID } from 'node:crypto'

import { Type } from 'typebox'

import { clientAddress } from '../identity/client-address.ts'
import type { App } from '../platform/http.ts'
import { Message, Time, inWords, nullable } from '../platform/schemas.ts'
import { answerCsat, openRequest } from './csat.ts'
import { fillForm } from './form.ts'
import { readHistory } from './history.ts'
import { longestMessage, say } from './saying.ts'
import type { WebchatTools } from './tools.ts'
import { CsatAnsweredSchema, Feedback, HistorySchema, Rating, WebchatId } from './visitor-schemas.ts'
import { enter, sessionEnded } from './visitors.ts'

const tags = ['Webchat']
const config = { isPublic: true } as const
const ByWebchatId = Type.Object({ webchatId: WebchatId })

/** The same for widgets of one's own, as documented: they name the session where ours shows it as a token. */
export function documentedRoutes(app: App, tools: WebchatTools): void {
  messageRoutes(app, tools)
  csatRoutes(app)
}

function messageRoutes(app: App, tools: WebchatTools): void {
  app.post(
    '/api/webhook/webchat',
    {
      config,
      schema: {
        tags,
        summary: 'A message that a visitor wrote',
        description: 'With a `clientId` (a UUID) it is taken in once, however often it is sent.',
        body: Type.Object({
          webchatId: WebchatId,
          webchatConfigId: Type.String({ maxLength: 100, description: 'the key of the webchat, or its id' }),
          message: Type.String({ minLength: 1, maxLength: longestMessage }),
          clientId: Type.Optional(Type.String({ format: 'uuid' })),
          deviceId: Type.Optional(Type.String({ maxLength: 200 })),
          visitorName: Type.Optional(Type.String({ maxLength: 200 })),
          visitorEmail: Type.Optional(
            Type.String({ maxLength: 320, pattern: inWords('^([^\\s@]+@[^\\s@]+)?$', 'must be an email address') }),
          ),
          visitorPhone: Type.Optional(Type.String({ maxLength: 40 })),
          metadata: Type.Optional(Type.Object({ page: Type.Optional(Type.String({ maxLength: 4000 })) })),
        }),
        response: { 200: Message },
      },
    },
    async (request) => {
      const { webchatId, webchatConfigId, message: content, clientId = randomUUID(), metadata } = request.body
      const { visitorName, visitorEmail, visitorPhone } = request.body
      const { channel } = await enter(request.db, webchatId)
      if (![channel.identifier, channel.id].includes(webchatConfigId)) throw sessionEnded()
      if (visitorName || visitorEmail || visitorPhone) {
        await fillForm(request.db, webchatId, { name: visitorName, email: visitorEmail, phone: visitorPhone })
      }
      const from = { page: metadata?.page, clientAddress: clientAddress(request.ip) }
      await say(request.db, tools, webchatId, { clientId, content, ...from })
      return { message: 'Webchat webhook received' }
    },
  )

  app.get(
    '/api/messages/webchat/:webchatId',
    {
      config,
      schema: {
        tags,
        summary: 'Read what was said in a chat',
        params: ByWebchatId,
        querystring: Type.Object({ size: Type.Integer({ minimum: 1, maximum: 200, default: 50 }) }),
        response: { 200: HistorySchema },
      },
    },
    async (request) =>
      readHistory(request.db, tools.links, await enter(request.db, request.params.webchatId), request.query),
  )
}

function csatRoutes(app: App): void {
  app.post(
    '/api/conversation/csat',
    {
      config,
      schema: {
        tags,
        summary: 'Say how a chat was',
        body: Type.Object({ webchatId: WebchatId, rating: Rating, feedback: Feedback }),
        response: { 200: CsatAnsweredSchema },
      },
    },
    async (request) => {
      const { webchatId, ...answer } = request.body
      await answerCsat(request.db, await enter(request.db, webchatId), answer)
      return { success: true as const, rating: answer.rating }
    },
  )

  app.get(
    '/api/conversation/webchat/:webchatId/csat-status',
    {
      config,
      schema: {
        tags,
        summary: 'Read whether a visitor is asked how the chat was',
        params: ByWebchatId,
        response: { 200: Type.Object({ isAsked: Type.Boolean(), expiresAt: nullable(Time) }) },
      },
    },
    async (request) => {
      const { visitor, conversation } = await enter(request.db, request.params.webchatId)
      const { organizationId } = visitor
      const open = conversation && (await openRequest(request.db, { organizationId, id: conversation.id }, new Date()))
      return { isAsked: Boolean(open), expiresAt: open ? open.expiresAt : null }
    },
  )
}
