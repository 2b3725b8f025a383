import helmet from '@fastify/helmet'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { LogController, fastify } from 'fastify'
import type { FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { Refusal } from './errors.ts'
import { once } from './idempotency.ts'
import type { KeyOwner } from './idempotency.ts'
import { newId } from './id.ts'
import type { Log } from './log.ts'
import { answerError, answerNotFound, answerUnreadable } from './refusals.ts'
import { namedSchemas } from './schemas.ts'
import { compileValidator, refuseUnstorableText, tooDeep } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The database; while an Idempotency-Key is being honoured, the transaction that keeps the answer. */
    db: Database
  }
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Log, TypeBoxTypeProvider>

const bodyLimit = 1_048_576

interface AppOptions {
  db: Database
  config: Config & { jwtSecret: string }
  log: Log
  keyOwner: (request: FastifyRequest) => KeyOwner | undefined
}

/** The HTTP server before it has a single route: how it reads, refuses and answers. */
export async function createApp({ db, config, log, keyOwner }: AppOptions): Promise<App> {
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: config.trustProxy,
    genReqId: () => newId(),
    requestTimeout: 60_000,
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.setValidatorCompiler(compileValidator)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(answerNotFound)
  for (const schema of namedSchemas()) app.addSchema(schema)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    readJson(String(body), done),
  )
  app.decorateRequest('db', null as unknown as Database)
  app.addHook('onRequest', (request, reply, done) => {
    request.db = db
    reply.header('cache-control', 'no-store').header('x-request-id', request.id)
    done()
  })
  app.addHook('preValidation', refuseUnstorableText)
  app.addHook('onRoute', (route) => {
    const isReading = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD')
    if (!isReading) route.handler = once(route.handler, { ownerOf: keyOwner, secret: config.jwtSecret })
  })
  await app.register(helmet, {
    // Answers are data. What is a page says itself what it may load.
    contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': "'none'", 'frame-ancestors': "'none'" } },
    frameguard: { action: 'deny' },
    hsts: false,
  })
  return app
}

function readJson(text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text.trim() === '') return done(null, undefined)
  try {
    done(null, JSON.parse(text, dropPrototype))
  } catch (error) {
    if (error instanceof RangeError) return done(tooDeep())
    done(new Refusal(400, 'invalid_json', `The body is not valid JSON: ${(error as Error).message}`))
  }
}

function dropPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
