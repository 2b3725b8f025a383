import { Type } from 'typebox'

import { connectionOf, findChannel } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import type { Database } from '../platform/database.ts'
import { invalid, undefinedIfMissing } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { genuine } from './genuine.ts'
import { receive } from './receiving.ts'
import { applyReceipt } from './receipts.ts'

const tags = ['Providers']
const ShortText = Type.Optional(Type.String({ maxLength: 100 }))
const which = { organization: ShortText, channel: ShortText }

/** Where a gateway of Kannel's kind calls, with HTTP Basic: the channel's id and its webhook password. */
export function kannelRoutes(root: App, tools: ChannelTools): void {
  void root.register((app: App, _options: object, done: () => void) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, parsed) =>
      parsed(null, decode(body as Buffer, request.headers['content-type'] ?? '')),
    )
    inboundRoute(app, tools)
    receiptRoute(app, tools)
    done()
  })
}

function inboundRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webhook/kannel/sms',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'A message that a gateway received',
        description:
          'The `post-url` of the sms-service: `…/api/webhook/kannel/sms?organization=ID&channel=ID&from=%p&to=%P&id=%I`. ' +
          'Set `http-request-retry` of the smsbox, or what comes while this server is down is lost there.',
        consumes: ['text/plain'],
        querystring: Type.Object({ ...which, from: ShortText, to: ShortText, id: ShortText }),
        body: Type.Unknown({ description: 'what was written, in the charset that its content type names' }),
      },
    },
    async (request, reply) => {
      const channel = await channelNamed(request.db, request.query)
      const asked = { url: request.url, headers: request.headers, body: String(request.body ?? '') }
      const inbound = genuine(tools, channel, asked).readInbound(asked, connectionOf(tools, channel!))
      if (!inbound) throw invalid('from and id', 'they must stand in the post-url: "…&from=%p&to=%P&id=%I".')
      await receive(request.db, channel!, inbound)
      // Whatever is answered is sent to the phone as a text message, unless max-messages is 0.
      return reply.type('text/plain').send('')
    },
  )
}

function receiptRoute(app: App, tools: ChannelTools): void {
  app.get(
    '/api/webhook/kannel/receipt',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'What became of a message that a gateway sent',
        querystring: Type.Object({
          ...which,
          attempt: ShortText,
          type: ShortText,
          answer: Type.Optional(Type.String({ maxLength: 2000 })),
        }),
      },
    },
    async (request, reply) => {
      const channel = await channelNamed(request.db, request.query)
      const asked = { url: request.url, headers: request.headers, body: '' }
      const receipt = genuine(tools, channel, asked).readReceipt(asked, request.query.attempt)
      if (receipt) await applyReceipt(request.db, channel!, receipt)
      return reply.type('text/plain').send('')
    },
  )
}

async function channelNamed(
  db: Database,
  { organization, channel }: { organization?: string; channel?: string },
): Promise<Channel | undefined> {
  if (!organization || !channel) return undefined
  return findChannel(db, { organizationId: organization }, channel).catch(undefinedIfMissing)
}

/** Kannel names UTF-8 or UTF-16BE; 8-bit data is no text, and is shown as what it is. */
function decode(body: Buffer, contentType: string): string {
  if (contentType.startsWith('application/octet-stream')) return body.toString('hex').toUpperCase()
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(body)
  } catch {
    return body.toString('utf8')
  }
}
