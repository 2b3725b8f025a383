import path from 'node:path'

import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'

import { beingBuilt, readBuilt, sendBuilt } from '../platform/built-files.ts'
import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'

/** Where the dashboard has pages. Other addresses are nobody's, and answered as such. */
const pages = ['/', '/sign-in', '/setup', '/inbox', '/contacts', '/reports', '/simulator', '/settings', '/design']
const nested = ['/inbox', '/contacts', '/settings']
/** What browsers look for under one name for ever. */
const fixedFiles = [
  'theme-boot.js',
  'service-worker.js',
  'app.webmanifest',
  'icon-180.png',
  'icon-192.png',
  'icon-512.png',
]
const what = 'The dashboard'
const config = { isPublic: true, takesAnyParameter: true } as const
const schema = { hide: true } as const

interface PageOptions extends Pick<Config, 'publicUrl'> {
  /** Where the dashboard is built to. */
  directory?: string
  /** From where pictures and files come, when it is not from us. */
  filesOrigin?: string | undefined
}

/** One page for all its addresses; which of its parts to show it finds out in the browser. */
export function dashboardPages(app: App, options: PageOptions): void {
  const directory = options.directory ?? path.join(import.meta.dirname, '../../dashboard/dist')
  const show = async (_request: unknown, reply: FastifyReply) => {
    const found = await readBuilt(directory, 'index.html')
    if (!found) return beingBuilt(reply, what)
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policyOf(options))
      .send(withBase(found.toString('utf8'), options.publicUrl))
  }
  for (const page of pages) app.get(page, { config, schema }, show)
  for (const page of nested) app.get(`${page}/*`, { config, schema }, show)
  fileRoutes(app, directory)
}

function fileRoutes(app: App, directory: string): void {
  const params = Type.Object({ '*': Type.String({ maxLength: 200 }) })
  app.get('/assets/*', { config, schema: { ...schema, params } }, async (request, reply) => {
    const name = request.params['*']
    reply.header('cache-control', 'public, max-age=31536000, immutable')
    const sent = /^[\w.-]+$/.test(name) && (await sendBuilt(request, reply, directory, `assets/${name}`))
    return sent ? reply : reply.header('cache-control', 'no-store').callNotFound()
  })
  for (const name of fixedFiles) {
    app.get(`/${name}`, { config, schema }, async (request, reply) => {
      reply.header('cache-control', 'no-cache')
      // A worker has a policy of its own: this one asks us for what it keeps, and shows our picture beside news.
      reply.header('content-security-policy', "default-src 'none'; connect-src 'self'; img-src 'self'")
      return (await sendBuilt(request, reply, directory, name)) ? reply : beingBuilt(reply, what)
    })
  }
}

/**
 * Scripts come from here alone, and none stands in the page. Pieces that are shown over others set styles while they are
 * open, which a policy can allow only as a whole.
 */
function policyOf({ publicUrl, filesOrigin }: PageOptions): string {
  const { host, protocol } = new URL(publicUrl)
  const socket = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`
  const files = filesOrigin ? ` ${filesOrigin}` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' blob: data:${files}`,
    `media-src 'self' blob:${files}`,
    `connect-src 'self' ${socket}${files}`,
    `frame-src 'self' blob:${files}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Everything in the page is relative to where a proxy may have put us. */
function withBase(page: string, publicUrl: string): string {
  const base = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/`
  return page.replace('<base href="/" />', `<base href="${base.replaceAll('"', '&quot;')}" />`)
}
