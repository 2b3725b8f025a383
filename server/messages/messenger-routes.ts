import { Type } from 'typebox'

import { channelAt, channelsUnder, connectionOf } from '../channels/channels.ts'
import type { Channel, ChannelTools } from '../channels/channels.ts'
import { isSignedBy, pagesIn, readHappenings, verifyPrefix } from '../channels/messenger.ts'
import type { PageEntry } from '../channels/messenger.ts'
import { isLostConnection, isUnkeepable } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { Log } from '../platform/log.ts'
import { hear } from './happenings.ts'

const tags = ['Providers']
const ShortText = Type.Optional(Type.String({ maxLength: 500 }))

/** As Meta calls its parameters. */
const hub = { mode: `hub.mode`, token: `hub.verify_token`, challenge: `hub.challenge` } as const
const Asked = Type.Object({ [hub.mode]: ShortText, [hub.token]: ShortText, [hub.challenge]: ShortText })

/** Where Meta calls, for every page of every organization. */
export function messengerRoutes(root: App, tools: ChannelTools): void {
  void root.register((app: App, _options: object, done: () => void) => {
    app.removeAllContentTypeParsers()
    // What is signed are the bytes, so they are kept as they came.
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))
    verificationRoute(app)
    happeningsRoute(app, tools)
    done()
  })
}

function verificationRoute(app: App): void {
  app.get(
    '/api/webhook/facebook',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'Whether Meta may call here',
        description: 'Meta asks once, when the address is entered there, with the verify token of a channel.',
        querystring: Asked,
      },
    },
    async (request, reply) => {
      const { [hub.mode]: mode, [hub.token]: token = '', [hub.challenge]: challenge = '' } = request.query
      const [channel] = mode === 'subscribe' ? await channelsUnder(request.db, 'facebook', verifyPrefix(token)) : []
      if (channel) return reply.type('text/plain').send(challenge)
      throw new Refusal(403, 'invalid_verify_token', 'No channel has this verify token: enter the one of the channel.')
    },
  )
}

function happeningsRoute(app: App, tools: ChannelTools): void {
  app.post(
    '/api/webhook/facebook',
    {
      config: { isPublic: true, takesAnyParameter: true },
      schema: {
        tags,
        summary: 'What happened on pages',
        description:
          'Signed with the secret of the app that a page belongs to. Of the pages in one call those whose channel has another ' +
          'secret are left out; if none is left, it is refused. The answer comes when everything is kept.',
        consumes: ['application/json'],
        body: Type.Unknown({ description: 'what Meta sends, signed over its bytes' }),
      },
    },
    async (request, reply) => {
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const signature = request.headers['x-hub-signature-256']
      const pages = await genuinePages(request.db, tools, bytes, signature, request.log)
      await hearPages(request.db, pages, request.log)
      return reply.type('text/plain').send('EVENT_RECEIVED')
    },
  )
}

interface Page {
  channel: Channel
  entry: PageEntry
}

/** The same answer to a wrong signature and to a page that is not here: a stranger learns nothing. */
async function genuinePages(
  db: Database,
  tools: ChannelTools,
  bytes: Buffer,
  signature: unknown,
  log: Log,
): Promise<Page[]> {
  const told = pagesIn(bytes) ?? []
  const genuine: Page[] = []
  for (const entry of told) {
    const channel = await channelAt(db, 'facebook', entry.pageId)
    const isGenuine = channel?.provider === 'messenger' && isSignedBy(connectionOf(tools, channel), bytes, signature)
    if (isGenuine) genuine.push({ channel, entry })
  }
  if (genuine.length === 0) throw notGenuine()
  if (genuine.length < told.length) log.warn('A call of Messenger was about pages too whose app secret does not fit.')
  return genuine
}

/** What cannot be taken in keeps nothing else of the call from it. All of it is told again, as long as that may help. */
async function hearPages(db: Database, pages: Page[], log: Log): Promise<void> {
  const failures: unknown[] = []
  for (const { channel, entry } of pages) {
    const { happenings, ignored } = readHappenings(entry)
    if (ignored.length > 0)
      log.info({ channelId: channel.id, kinds: ignored }, 'Messenger told what means nothing here.')
    for (const happening of happenings) {
      await hear(db, channel, happening).catch((error: unknown) => {
        if (isLostConnection(error)) throw error
        log.error({ err: error, channelId: channel.id, kind: happening.kind }, 'Messenger told what cannot be kept.')
        if (!isUnkeepable(error)) failures.push(error)
      })
    }
  }
  if (failures.length > 0) throw failures[0]
}

function notGenuine(): Refusal {
  const message =
    'The signature does not fit, or no channel is the page that this is about: check the id of the page and the app secret.'
  return new Refusal(403, 'invalid_signature', message)
}
