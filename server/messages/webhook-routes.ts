import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import { channelAt, connectionOf, findChannel } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, undefinedIfMissing } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { genuine } from './genuine.ts'
import { receive } from './receiving.ts'
import { applyReceipt } from './receipts.ts'

const tags = ['Providers']
const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
const ShortText = Type.Optional(Type.String({ maxLength: 100 }))
const Form = Type.Unknown({ description: 'the provider’s form, signed' })

/** Where Twilio calls. Both routes believe nothing but what is signed with the auth token of the channel it is about. */
export function webhookRoutes(root: App, tools: ChannelTools): void {
  void root.register((app: App, _options: object, done: () => void) => {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body),
    )
    inboundRoute(app, tools)
    receiptRoute(app, tools)
    done()
  })
}

function inboundRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webhook/twilio/sms',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'A message that a contact sent',
        consumes: ['application/x-www-form-urlencoded'],
        body: Form,
      },
    },
    async (request, reply) => {
      const form = formOf(request.body)
      const channel = await addressee(request.db, [form.get('To'), form.get('MessagingServiceSid')])
      const asked = { url: request.url, headers: request.headers, body: String(request.body) }
      const inbound = genuine(tools, channel, asked).readInbound(asked, connectionOf(tools, channel!))
      if (inbound) await receive(request.db, channel!, inbound)
      return answerTwiml(reply)
    },
  )
}

function receiptRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webhook/twilio/sms-status',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'What became of a message that we sent',
        consumes: ['application/x-www-form-urlencoded'],
        querystring: Type.Object({ organization: ShortText, channel: ShortText, attempt: ShortText }),
        body: Form,
      },
    },
    async (request, reply) => {
      const { organization, channel: channelId, attempt } = request.query
      const form = formOf(request.body)
      const channel =
        organization && channelId
          ? await findChannel(request.db, { organizationId: organization }, channelId).catch(undefinedIfMissing)
          : await addressee(request.db, [form.get('From'), form.get('MessagingServiceSid')])
      const asked = { url: request.url, headers: request.headers, body: String(request.body) }
      const receipt = genuine(tools, channel, asked).readReceipt(asked, attempt)
      if (receipt) await applyReceipt(request.db, channel!, receipt)
      return reply.type('text/plain').send('OK')
    },
  )
}

function formOf(body: unknown): URLSearchParams {
  if (typeof body === 'string') return new URLSearchParams(body)
  throw new Refusal(415, 'unsupported_media_type', 'Send the body as application/x-www-form-urlencoded.')
}

async function addressee(db: Database, addresses: Array<string | null>): Promise<Channel | undefined> {
  for (const address of addresses) {
    // No channel has a NUL in its address, and PostgreSQL does not even look for one.
    const channel = address && !address.includes('\0') && (await channelAt(db, 'sms', address))
    if (channel) return channel
  }
  return undefined
}

function answerTwiml(reply: FastifyReply): FastifyReply {
  return reply.type('text/xml').send(emptyTwiml)
}
