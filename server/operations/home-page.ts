import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { homePageHtml } from './home/page.ts'
import type { Demo } from './home/steps.ts'
import { pagePolicy, serveFile } from './page-files.ts'

const policy = pagePolicy("img-src 'self'")

/** What a newcomer sees first: what runs here, and where to go next. */
export function homePage(app: App, config: Config, findDemo?: () => Promise<Demo | undefined>): void {
  app.get('/', { config: { isPublic: true }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(homePageHtml(config.publicUrl, await findDemo?.())),
  )
  serveFile(app, '/favicon.svg', 'home/logo.svg')
  serveFile(app, '/page.css', 'page.css')
  for (const file of ['home.css', 'home.js']) serveFile(app, `/${file}`, `home/${file}`)
}
