import { randomUUID } from 'node:crypto'

import { Type } from 'typebox'

import { magicNumbers, magicPeople, phoneMessages, simulatedChannel } from '../channels/simulator.ts'
import type { Channel } from '../channels/channels.ts'
import type { Happening, Inbound } from '../channels/connector.ts'
import type { Links } from '../files/links.ts'
import { admins } from '../identity/actor.ts'
import { countryOf } from '../identity/organizations.ts'
import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { Id, Text, Time, nullable } from '../platform/schemas.ts'
import { findFilesToSend } from './files.ts'
import { hear } from './happenings.ts'
import { holdMessageCalled } from './provider-ids.ts'
import { receive } from './receiving.ts'
import { phoneThread } from './simulated-threads.ts'
import { simulatedVisitorsRoute } from './simulated-visitors-route.ts'
import type { PlayVisitor } from './simulated-visitors.ts'

const tags = ['Simulator']

const Size = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
const Cursor = Type.Optional(Type.String({ maxLength: 200 }))

const Writing = Type.Object({
  from: Text(40, 'the contact’s number; on a page, the id of the person; of a visitor, a name'),
  to: Text(40, 'the number or page of a channel of yours on the simulator, or the key of a webchat'),
  body: Type.String({ maxLength: 2000 }),
  name: Type.Optional(Text(100, 'of whoever writes, if nobody is known there yet')),
  attachments: Type.Optional(
    Type.Array(Text(500), {
      maxItems: 10,
      description: 'pictures and files: their keys, from POST /api/upload',
    }),
  ),
  messageId: Type.Optional(Text(100, 'the provider’s id of the message; the same one again is the same message')),
  replyTo: Type.Optional(Text(500, 'the provider’s id of the message that it answers')),
})

interface Playing {
  links: Links
  playVisitor: PlayVisitor
}

/** Play the contact: write as one, and see what the phone received. */
export function simulatorRoutes(app: App, playing: Playing): void {
  const { links } = playing
  inboundRoute(app, playing)
  pageRoute(app)
  phoneRoute(app)
  threadRoute(app, links)
  simulatedVisitorsRoute(app)
}

function inboundRoute(app: App, { links, playVisitor }: Playing): void {
  app.post(
    '/api/simulator/inbound',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Write to a simulated channel, as a contact would',
        description:
          'To the key of a webchat of yours, whoever writes is a simulated visitor of that name, and known as such: the same ' +
          'one again for the same `from`. What it gets stands under its `visitorId`, as `to`.',
        body: Writing,
        response: {
          200: Type.Object({
            message: Type.String(),
            messageId: nullable(Id),
            conversationId: nullable(Id),
            contactId: nullable(Id),
            visitorId: Type.Optional(Id),
          }),
        },
      },
    },
    async (request) => {
      const { from, to, body, name, messageId, replyTo, attachments = [] } = request.body
      const providerMessageId = messageId ?? `SIM${randomUUID().replaceAll('-', '')}`
      const said = { from, key: to.trim(), content: body, clientId: providerMessageId }
      const played = await playVisitor(request.db, request.actor, said)
      if (played) {
        const { id, ...rest } = played
        return { message: 'Message received', messageId: id, ...rest }
      }
      const country = await countryOf(request.db, request.actor.organizationId)
      const channel = await simulatedChannel(request.db, request.actor, country, to)
      const files = await findFilesToSend(request.db, request.actor, links, attachments)
      const sender = name === undefined ? {} : { sender: named(name) }
      const inbound: Inbound = {
        kind: 'inbound',
        providerMessageId,
        from,
        to,
        content: body,
        attachments: [],
        ...sender,
        ...(replyTo === undefined ? {} : { replyTo }),
      }
      const received = await receive(request.db, channel, inbound, files)
      return {
        message: received ? 'Message received' : 'This message was received before',
        messageId: received?.id ?? null,
        conversationId: received?.conversationId ?? null,
        contactId: received?.contactId ?? null,
      }
    },
  )
}

function named(name: string): NonNullable<Inbound['sender']> {
  const [firstName = '', ...others] = name.trim().split(/\s+/)
  return { firstName, ...(others.length > 0 ? { lastName: others.join(' ') } : {}) }
}

function pageRoute(app: App): void {
  app.post(
    '/api/simulator/page',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'Do on a simulated page what is no message',
        description:
          'As somebody there would: press a button (`postback`, with its words), react to a message or take that back, read ' +
          'everything, get it delivered, or change what was written (`edit`); or answer them in the inbox of the page itself (`echo`).',
        body: Type.Object({
          from: Text(40, 'the id of the person; of an echo, whom it is written to'),
          to: Text(40, 'the id of a page of yours on the simulator'),
          kind: Type.Unsafe<PageAct['kind']>({
            type: 'string',
            enum: ['postback', 'reaction', 'read', 'delivery', 'echo', 'edit'],
          }),
          messageId: Type.Optional(
            Text(100, 'the provider’s id of what happens, or of the message that is reacted to'),
          ),
          body: Type.Optional(
            Type.String({ maxLength: 2000, description: 'the words, or the emoji; none takes it back' }),
          ),
        }),
        response: { 200: Type.Object({ message: Type.String() }) },
      },
    },
    async (request) => {
      const country = await countryOf(request.db, request.actor.organizationId)
      const channel = await simulatedChannel(request.db, request.actor, country, request.body.to)
      if (channel.type !== 'facebook') throw invalid('to', 'it must be a page.')
      await refuseUnknownMessage(request.db, channel, request.body)
      await hear(request.db, channel, happeningOf(request.body))
      return { message: 'It has happened' }
    },
  )
}

interface PageAct {
  from: string
  to: string
  kind: 'postback' | 'reaction' | 'read' | 'delivery' | 'echo' | 'edit'
  messageId?: string
  body?: string
}

/** A provider may tell of a message before the message comes; whoever plays one has mistyped it. */
async function refuseUnknownMessage(db: Database, channel: Channel, { kind, messageId }: PageAct): Promise<void> {
  if (kind !== 'reaction' && kind !== 'edit') return
  if (messageId === undefined) throw invalid('messageId', 'it is required: the message that this happens to.')
  if (!(await transact(db, (trx) => holdMessageCalled(trx, channel, messageId)))) throw notFound('message')
}

function happeningOf({ kind, from, to, messageId, body: content = '' }: PageAct): Happening {
  const providerMessageId = messageId ?? `SIM${randomUUID().replaceAll('-', '')}`
  const at = new Date()
  if (kind === 'postback') return { kind: 'inbound', providerMessageId, from, to, content, attachments: [] }
  if (kind === 'reaction') return { kind, providerMessageId, emoji: content.slice(0, 50) || null, at }
  if (kind === 'edit') return { kind, providerMessageId, content, at }
  if (kind === 'echo') return { kind, providerMessageId, to: from, content, attachments: [], at }
  return { kind: 'watermark', from, status: kind === 'read' ? 'read' : 'delivered', until: at }
}

function phoneRoute(app: App): void {
  app.get(
    '/api/simulator/messages',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'What the simulated phones received',
        description: `Newest first. Numbers with a fate of their own are those from +15005550001 on: ${magicNumbers.join('; ')}. Of the people of pages: ${magicPeople.join('; ')}.`,
        querystring: Type.Object({
          to: Type.Optional(Text(40)),
          size: Type.Integer({ minimum: 1, maximum: 500, default: 50 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            messages: Type.Array(
              Type.Object({
                _id: Id,
                channelId: Id,
                from: Type.String(),
                to: Type.String(),
                body: Type.String(),
                media: Type.Array(Type.Object({ url: Type.String(), contentType: Type.String() })),
                createdAt: Time,
              }),
            ),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const { messages, nextCursor } = await phoneMessages(request.db, request.actor, request.query)
      return {
        messages: messages.map(({ id, sender, recipient, ...rest }) => ({
          ...rest,
          _id: id,
          from: sender,
          to: recipient,
        })),
        nextCursor,
      }
    },
  )
}

function threadRoute(app: App, links: Links): void {
  app.get(
    '/api/simulator/thread',
    {
      config: { roles: admins },
      schema: {
        tags,
        summary: 'A thread as the simulated phone of the contact shows it',
        description:
          'What came there, even if nobody knows that it did, and what was written there; the newest first. `messageId` is the ' +
          'provider’s, to react to it.',
        querystring: Type.Object({
          channelId: Id,
          contact: Text(40, 'the number of the contact, or the id of the person; of a visitor, the name'),
          size: Size,
          cursor: Cursor,
        }),
        response: {
          200: Type.Object({
            messages: Type.Array(
              Type.Object({
                _id: Id,
                isFromPhone: Type.Boolean(),
                body: Type.String(),
                media: Type.Array(
                  Type.Object({ url: Type.String(), contentType: Type.String(), name: nullable(Type.String()) }),
                ),
                messageId: nullable(Type.String()),
                reaction: nullable(Type.String({ description: 'of the contact, as an emoji' })),
                replyTo: nullable(Type.String({ description: 'the words that it answers' })),
                createdAt: Time,
              }),
            ),
            isTyping: Type.Boolean({ description: 'whether the contact sees that somebody is writing: pages only' }),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    async (request) => {
      const country = await countryOf(request.db, request.actor.organizationId)
      const { lines, ...rest } = await phoneThread(request.db, request.actor, { links, country }, request.query)
      return { messages: lines.map(({ id, ...line }) => ({ _id: id, ...line })), ...rest }
    },
  )
}
