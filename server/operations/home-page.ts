import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { homePageHtml } from './home/page.ts'
import type { Demo } from './home/steps.ts'
import { pagePolicy, serveFile } from './page-files.ts'

const policy = pagePolicy("img-src 'self'")

/** For who comes to write a program: what runs here, and the first calls to make. */
export function homePage(
  app: App,
  config: Config,
  {
    findDemo,
    hasDemoPage,
  }: { findDemo: (() => Promise<Demo | undefined>) | undefined; hasDemoPage: () => Promise<boolean> },
): void {
  app.get('/developers', { config: { isPublic: true }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(homePageHtml(config.publicUrl, { demo: await findDemo?.(), hasDemoPage: await hasDemoPage() })),
  )
  serveFile(app, '/favicon.svg', 'home/logo.svg')
  serveFile(app, '/page.css', 'page.css')
  for (const file of ['home.css', 'home.js']) serveFile(app, `/${file}`, `home/${file}`)
}
