import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifySchema, RouteOptions } from 'fastify'

import manifest from '../../package.json' with { type: 'json' }
import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { asSent } from '../platform/sent-schemas.ts'
import { examples } from './documentation/examples.ts'
import { operationIdOf } from './documentation/operation-ids.ts'
import { documentationPage } from './documentation/page.ts'
import { describeResponses } from './documentation/responses.ts'
import { tags } from './documentation/tags.ts'
import { pagePolicy, serveFile } from './page-files.ts'

const description = `
Log in with \`POST /api/auth/login\`, then send the token as \`Authorization: Bearer …\`.

**Repeating safely.** Send an \`Idempotency-Key\` with any POST, PUT, PATCH or DELETE: the first answer is kept for 24 hours
and given again, with \`Idempotent-Replayed: true\`; another request under the same key is 422, one that is still running 409.

**Errors** have one shape, a stable \`error.code\` for programs and an \`error.message\` for people. Fields of a body that
no schema names are ignored; a parameter of a URL that a list does not know is 400 \`unknown_parameter\`.

**Lists** that can grow answer a \`nextCursor\`; pass it as \`cursor\` until it is null.

**Who sees what.** An ADMIN sees the whole organization, a DEPARTMENT_HEAD what the department's people own or are assigned
to, a SALES_REP their own; what one may not see does not exist. A SUPERADMIN looks into another organization by
\`?organizationId=\`.

**Live.** \`GET /api/events\` is for programs; pages open the WebSocket \`/api/live\` and say first
\`{"type":"hello","token":"…","after":2071,"types":["message.*"]}\` (without \`after\` it begins now). They hear \`welcome\`, \`event\`
(with the \`event\`), \`typing\`, \`looking\` and \`presence\`, and may say \`{"type":"typing","conversationId":"…"}\` and
\`{"type":"looking","conversationId":"…"}\`, or \`null\`. Closed with 4410 (\`cursor_expired\`), start over without a cursor.
`

const idempotencyKey = {
  type: 'object',
  properties: {
    'Idempotency-Key': {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      description: 'the same request under the same key is done once, and answered again',
    },
  },
}

/** The contract, from the very schemas that validate; and a page to read and try it, without any outside request. */
export async function documentation(app: App, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tether API',
        version: manifest.version,
        description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      // The page may be open under another name than the public one; what is tried there goes where it came from.
      servers: [{ url: '/', description: 'this server' }, { url: config.publicUrl }],
      tags,
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json['$id'] ?? `schema${index}`) },
    transform: ({ schema, url, route }) => ({ url, schema: describeOperation(schema, url, route) }),
  })
  app.get('/api/openapi.json', { config: { isPublic: true }, schema: { hide: true } }, () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    // Pictures in its style sheet are data.
    staticCSP: pagePolicy("img-src 'self' data:", "connect-src 'self'"),
    // Its own page loads more than this one needs, and is not made for phones.
    uiHooks: {
      preHandler: (request, reply, done) => {
        const { url = '' } = request.routeOptions
        if (url !== '/api/docs' && url !== '/api/docs/') return done()
        void reply.type('text/html; charset=utf-8').send(documentationPage(request.url))
      },
    },
  })
  for (const file of ['documentation.css', 'documentation.js'])
    serveFile(app, `/api/docs/${file}`, `documentation/${file}`)
}

function describeOperation(schema: FastifySchema, url: string, route: RouteOptions): FastifySchema {
  if (!url.startsWith('/api') || schema?.hide) return { ...schema, hide: true }
  const method = String([route.method].flat()[0])
  const operationId = operationIdOf(method, url)
  const { roles, isPublic } = route.config ?? {}
  const shown = examples[operationId]
  return {
    ...schema,
    ...(schema.querystring ? { querystring: asSent(schema.querystring) } : {}),
    operationId,
    response: describeResponses(
      operationId,
      method,
      (schema.response ?? {}) as Record<string, Record<string, unknown>>,
    ),
    ...(method === 'GET' || !roles ? {} : { headers: idempotencyKey }),
    ...(roles ? { security: [{ bearer: [] }, ...(isPublic ? [{}] : [])] } : {}),
    ...(schema.body ? { body: { ...asSent(schema.body), ...(shown ? { 'x-examples': shown } : {}) } } : {}),
  }
}
