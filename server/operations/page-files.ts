import { readFileSync } from 'node:fs'
import path from 'node:path'

import type { App } from '../platform/http.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Serves one file of this folder under a path of its own. */
export function serveFile(app: App, url: string, file: string): void {
  const content = readFileSync(path.join(import.meta.dirname, file))
  app.get(url, { config: { isPublic: true }, schema: { hide: true } }, (_request, reply) =>
    reply
      .type(types[path.extname(file)] ?? 'application/octet-stream')
      .header('cache-control', 'public, max-age=300')
      .send(content),
  )
}

/** What a page of ours may do: load from here, and nothing else. Neither framed, nor sent anywhere, nor scripted inline. */
export function pagePolicy(...more: string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ...more,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
