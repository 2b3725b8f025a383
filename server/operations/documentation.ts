import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'

import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { ErrorBody } from '../platform/schemas.ts'

const description = `
Log in with \`POST /api/auth/login\`, then send the token as \`Authorization: Bearer …\`.

**Repeating safely.** Send an \`Idempotency-Key\` with any POST, PUT, PATCH or DELETE: the first answer is kept for 24 hours
and given again; another request under the same key is 422, one that is still running 409.

**Errors** have one shape, a stable \`error.code\` for programs and an \`error.message\` for people. Fields that no schema
names are ignored.

**Lists** that can grow answer a \`nextCursor\`; pass it as \`cursor\` until it is null.
`

/** The contract, from the very schemas that validate; and a page to read and try it, without any outside request. */
export async function documentation(app: App, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tether', version: '1.0.0', description },
      servers: [{ url: config.publicUrl }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => String(json['$id'] ?? `schema${index}`) },
    transform: ({ schema, url, route }) => ({
      url,
      schema: {
        ...schema,
        response: { ...errorResponses(route.method), ...(schema?.response as object) },
        ...(url.startsWith('/api') ? {} : { hide: true }),
        ...(route.config?.roles ? { security: [{ bearer: [] }, ...(route.config.isPublic ? [{}] : [])] } : {}),
      },
    }),
  })
  app.get('/api/openapi.json', { config: { isPublic: true }, schema: { hide: true } }, () => app.swagger())
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    uiConfig: { persistAuthorization: true, displayRequestDuration: true, validatorUrl: null },
    theme: { title: 'Tether API' },
  })
}

/** Only for the document: a serializer compiled for every code of every route would double the time of a start. */
function errorResponses(method: string | string[]): Record<number, typeof ErrorBody> {
  const codes = [method].flat().includes('GET')
    ? [400, 401, 403, 404, 429, 500]
    : [400, 401, 403, 404, 409, 413, 415, 422, 429, 500]
  return Object.fromEntries(codes.map((code) => [code, ErrorBody]))
}
