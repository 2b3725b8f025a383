import multipart from '@fastify/multipart'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { LogController, fastify } from 'fastify'
import type { FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { Refusal } from './errors.ts'
import { once } from './idempotency.ts'
import type { KeyOwner } from './idempotency.ts'
import { newId } from './id.ts'
import type { Log } from './log.ts'
import { refuseUnknownParameters } from './query-parameters.ts'
import { answerError, answerNotFound, answerUnreadable } from './refusals.ts'
import { namedSchemas } from './schemas.ts'
import { compileValidator, refuseUnstorableText, takeMissingAsEmpty, tooDeep } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The database; while an Idempotency-Key is being honoured, the transaction that keeps the answer. */
    db: Database
  }
  interface FastifyContextConfig {
    /** Repeating it does no harm, and its answer is not to be kept: an Idempotency-Key is ignored. */
    isRepeatable?: true
    /** Called by others, who may add parameters of their own to the URL. */
    takesAnyParameter?: true
  }
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, Log, TypeBoxTypeProvider>

const bodyLimit = 1_048_576

/**
 * Answers are data; what is a page says itself what it may load. These are what helmet sets, written out, since asking it
 * for the same words at every request costs a tenth of a small read.
 */
const fixedHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
}

declare module 'fastify' {
  interface FastifyInstance {
    /** By their paths, who takes a connection over that is to become a WebSocket. */
    sockets: Map<string, TakeOver>
  }
}

type TakeOver = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

interface AppOptions {
  db: Database
  config: Config & { jwtSecret: string }
  log: Log
  keyOwner: (request: FastifyRequest) => KeyOwner | undefined
}

/** The HTTP server before it has a single route: how it reads, refuses and answers. */
export function createApp({ db, config, log, keyOwner }: AppOptions): App {
  const sockets = new Map<string, TakeOver>()
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: config.trustProxy,
    genReqId: () => newId(),
    // A logger of its own for each request costs a tenth of a small read; what is logged names the request itself.
    childLoggerFactory: (logger) => logger,
    // A file of 50 MB over a line of 2 Mbit/s; what stalls in its headers is cut off after one minute.
    requestTimeout: 300_000,
    http: {
      headersTimeout: 60_000,
      // What asks for another protocol, or elsewhere, is answered as if it had not asked.
      shouldUpgradeCallback: (request) => isWebSocket(request) && sockets.has(pathOf(request)),
    },
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.decorate('sockets', sockets)
  app.server.on('upgrade', (request, socket, head) => sockets.get(pathOf(request))?.(request, socket, head))
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
    reply.headers(fixedHeaders).header('x-request-id', request.id)
    done()
  })
  app.addHook('preValidation', refuseUnstorableText)
  app.addHook('preValidation', refuseUnknownParameters)
  app.addHook('preValidation', takeMissingAsEmpty)
  app.addHook('onRoute', (route) => {
    const isReading = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD')
    if (!isReading && !route.config?.isRepeatable)
      route.handler = once(route.handler, { ownerOf: keyOwner, secret: config.jwtSecret })
  })
  return app
}

function isWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket'
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0]!
}

/** For routes that take files: they read them themselves, as streams, and say how large each may be. */
export function withFiles(app: App, addRoutes: (app: App) => void): void {
  void app.register(async (scope: App) => {
    await scope.register(multipart, { limits: { files: 10, fields: 20, fieldSize: 100_000, headerPairs: 50 } })
    addRoutes(scope)
  })
}

/** Or one of its letters as JSON may write it as well. */
const prototypeName = /__proto__|\\u00(?:5f|6f|7[024])/i

function readJson(text: string, done: (error: Error | null, body?: unknown) => void): void {
  if (text.trim() === '') return done(null, undefined)
  try {
    done(null, prototypeName.test(text) ? JSON.parse(text, dropPrototype) : JSON.parse(text))
  } catch (error) {
    if (error instanceof RangeError) return done(tooDeep())
    done(new Refusal(400, 'invalid_json', `The body is not valid JSON: ${(error as Error).message}`))
  }
}

function dropPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
