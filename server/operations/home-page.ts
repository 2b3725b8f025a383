import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'

export function homePage(app: App, _config: Config): void {
  app.get('/', { config: { isPublic: true }, schema: { hide: true } }, (_request, reply) =>
    reply.type('text/html').send('<h1>Tether</h1>'),
  )
}
