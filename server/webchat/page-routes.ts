import path from 'node:path'

import { Type } from 'typebox'

import { beingBuilt, readBuilt, sendBuilt } from '../platform/built-files.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import { undefinedIfMissing } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { openWebchat, settingsOf } from './visitors.ts'

const what = 'The widget'
const html = 'text/html; charset=utf-8'
const config = { isPublic: true, takesAnyParameter: true } as const
const schema = { hide: true } as const

interface PageOptions extends Pick<Config, 'publicUrl'> {
  /** Where the widget is built to. */
  widgetDir?: string
  /** The key of the demonstration's webchat; undefined where there is no demonstration. */
  findDemoKey: (() => Promise<string | undefined>) | undefined
}

/** What host pages load, and the panel that they show in a frame. Built by itself, and read when it is asked for. */
export function webchatPageRoutes(app: App, options: PageOptions): void {
  const directory = options.widgetDir ?? path.join(import.meta.dirname, '../../widget/dist')
  loaderRoute(app, directory)
  frameRoute(app, directory, options)
  assetRoute(app, directory)
  demoRoute(app, directory, options)
}

function loaderRoute(app: App, directory: string): void {
  app.get('/widget.js', { config, schema }, async (request, reply) => {
    reply.header('cache-control', 'public, max-age=300').header('cross-origin-resource-policy', 'cross-origin')
    return (await sendBuilt(request, reply, directory, 'widget.js')) ? reply : beingBuilt(reply, what)
  })
}

function frameRoute(app: App, directory: string, { publicUrl }: PageOptions): void {
  const query = { querystring: Type.Object({ webchat: Type.Optional(Type.String({ maxLength: 100 })) }) }
  app.get('/widget/frame', { config, schema: { ...schema, ...query } }, async (request, reply) => {
    const domains = await domainsOf(request.db, request.query.webchat ?? '')
    reply.type(html).header('cache-control', 'no-cache').removeHeader('x-frame-options')
    reply.header('cross-origin-resource-policy', 'cross-origin')
    reply.header('content-security-policy', framePolicy(publicUrl, domains ?? []))
    if (!domains) return reply.code(404).send(noticePage('There is no such chat, or it is switched off.'))
    return (await sendBuilt(request, reply, directory, 'frame.html')) ? reply : beingBuilt(reply, what)
  })
}

async function domainsOf(db: Database, key: string): Promise<string[] | undefined> {
  if (!/^wck_[\w-]{24}$/.test(key)) return undefined
  const channel = await openWebchat(db, key).catch(undefinedIfMissing)
  return channel && settingsOf(channel).allowedDomains
}

/** Who may frame it is the lock of the webchat: browsers keep to it, whatever the page around it says. */
function framePolicy(publicUrl: string, domains: string[]): string {
  const { host, protocol } = new URL(publicUrl)
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${domains.length === 0 ? '*' : ["'self'", ...domains].join(' ')}`,
  ].join('; ')
}

function assetRoute(app: App, directory: string): void {
  const params = Type.Object({ '*': Type.String({ maxLength: 200 }) })
  app.get('/widget/assets/*', { config, schema: { ...schema, params } }, async (request, reply) => {
    const name = request.params['*']
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    reply.header('cross-origin-resource-policy', 'cross-origin')
    const sent = /^[\w.-]+$/.test(name) && (await sendBuilt(request, reply, directory, `assets/${name}`))
    return sent ? reply : reply.header('cache-control', 'no-store').callNotFound()
  })
}

function demoRoute(app: App, directory: string, { findDemoKey }: PageOptions): void {
  app.get('/demo', { config, schema }, async (_request, reply) => {
    const key = await findDemoKey?.()
    reply.type(html)
    if (!key) {
      const sentence =
        'There is no demonstration here: it comes with the demo organization, at a first start with DEMO=1.'
      return reply.code(404).send(noticePage(sentence))
    }
    const found = await readBuilt(directory, 'demo.html')
    if (!found) return beingBuilt(reply, what)
    reply.header('content-security-policy', demoPolicy)
    return reply.send(found.toString('utf8').replaceAll('%WEBCHAT_KEY%', key))
  })
}

/** The bubble styles itself in its shadow; the panel is a frame of ours. */
const demoPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

function noticePage(sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="robots" content="noindex"><title>Tether</title></head>
<body><p>${sentence}</p></body>
</html>
`
}
