import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

import { everyone } from '../identity/actor.ts'
import { readBearer } from '../identity/authentication.ts'
import { credentialOf } from '../identity/credentials.ts'
import type { Tokens } from '../identity/tokens.ts'
import { invalid } from '../platform/errors.ts'
import { typesMeant } from '../platform/events/types.ts'
import type { App } from '../platform/http.ts'
import { EventStream } from './event-stream.ts'
import type { House } from './house.ts'
import { UserListener } from './user-listener.ts'

const description =
  'Server-sent events, for programs: `id` is the place in the log, `event` the type, `data` the event as the log answers it. ' +
  'Without a cursor it begins now; with `Last-Event-ID` (which wins) or `after` it goes on from there, and 0 is the beginning. ' +
  'You hear of what you may see at that moment. `conversation.hidden`, `contact.hidden`, `view.hidden` and `template.hidden`, with ' +
  'the `subjectId` alone, say that an event took it out of your sight; `access.changed`, that your role or department is ' +
  'another, or who is in the department that you head. A comment every 20 seconds ' +
  'keeps the connection. The last event, `end`, says why it ends: `cursor_expired` is to start over without a cursor.'

export function streamRoutes(app: App, house: House, tokens: Tokens): void {
  app.get(
    '/api/events',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Events'],
        summary: 'Follow what happens, live',
        description,
        querystring: Type.Object({
          after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
          types: Type.Optional(Type.String({ maxLength: 1000, description: 'several by commas, such as message.*' })),
        }),
        response: { 200: { description: 'The stream.', content: { 'text/event-stream': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      // It would follow for ever, and say nothing.
      if (request.method === 'HEAD') return asStream(reply).send('')
      const types = request.query.types && typesMeant(request.query.types.split(',').map((type) => type.trim()))
      const listener = await listenerOf(request, tokens)
      const { position, giveBack } = await house.admit(listener, cursorOf(request))
      const stream = new EventStream(position)
      const follower = house.follow('stream', { listener, door: stream, position, types: types || undefined })
      stream.once('close', () => {
        giveBack()
        house.leave('stream', follower)
      })
      return asStream(reply).send(stream)
    },
  )
  app.addHook('preClose', (done) => {
    house.stop()
    done()
  })
}

function asStream(reply: FastifyReply): FastifyReply {
  return (
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
      .header('x-accel-buffering', 'no')
  )
}

async function listenerOf(request: FastifyRequest, tokens: Tokens): Promise<UserListener> {
  const token = credentialOf(request)
  const { expiresAt } = await readBearer(request.db, tokens, token)
  return new UserListener(token, request.actor, expiresAt)
}

function cursorOf(request: FastifyRequest): number | undefined {
  const last = request.headers['last-event-id']
  if (last === undefined || last === '') return (request.query as { after?: number }).after
  const position = Number(last)
  if (!Number.isSafeInteger(position) || position < 0) throw invalid('Last-Event-ID', 'it must be a place in the log.')
  return position
}
