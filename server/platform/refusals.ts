import { STATUS_CODES } from 'node:http'
import { Socket } from 'node:net'

import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

import { sqlState } from './database.ts'
import { Refusal } from './errors.ts'
import { errorBody } from './idempotency.ts'
import { detailsOf } from './validation.ts'

/** What Fastify itself refuses, in our words. */
const known: Record<string, [number, string, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'body_too_large', 'The body is larger than 1 MiB.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'unsupported_media_type', 'Send the body as application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    400,
    'invalid_content_length',
    'The body is not as long as Content-Length says.',
  ],
  FST_ERR_BAD_URL: [400, 'invalid_url', 'The path holds a % that is not followed by two hex digits.'],
  FST_ERR_MAX_PARAM_LENGTH: [400, 'invalid_url', 'A part of the path is too long.'],
}

export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error)
  if (sqlState(error) === statementCanceled) return answerTooLong(error, request, reply)
  if (refusal) return reply.code(refusal.statusCode).headers(refusal.headers).send(errorBody(refusal))

  request.log.error(
    { err: error, requestId: request.id, method: request.method, url: request.routeOptions.url },
    'A request failed.',
  )
  return reply.code(500).send(errorBody(internalError(request.id)))
}

/** As PostgreSQL calls what `statement_timeout` ended: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const statementCanceled = '57014'

function answerTooLong(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, routeOptions } = request
  request.log.warn({ err: error, requestId: request.id, method, url: routeOptions.url }, 'A statement took too long.')
  const message = 'This took too long and was given up; nothing was changed. Ask for less at once.'
  return reply.code(503).send(errorBody(new Refusal(503, 'took_too_long', message)))
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `There is no ${request.method} ${request.url.split('?')[0]}. What there is stands at /api/docs.`
  return reply.code(404).send(errorBody(new Refusal(404, 'route_not_found', message)))
}

const longestPause = 60_000
const patient = new WeakSet<Socket>()

/** This request may take as long as something of it keeps coming: it is a file of any size. */
export function allowTime({ raw }: FastifyRequest): void {
  if (!(raw.socket instanceof Socket)) return
  patient.add(raw.socket)
  raw.socket.setTimeout(longestPause)
  raw.once('close', () => patient.delete(raw.socket))
}

/** Says why to whoever sent what is no HTTP request, and hangs up. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && patient.has(socket)) return
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal = unreadable(error.code)
  const body = JSON.stringify(errorBody(refusal))
  const lines = [
    `HTTP/1.1 ${refusal.statusCode} ${STATUS_CODES[refusal.statusCode]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

function unreadable(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Refusal(431, 'headers_too_large', 'The address and the headers are larger than 16 KiB.')
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new Refusal(408, 'request_timeout', 'The request did not arrive in time.')
  }
  return new Refusal(400, 'invalid_http', 'This is not an HTTP request.')
}

function refusalFor(error: FastifyError | Refusal): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (error.validation) {
    const details = detailsOf(error.validation, error.validationContext ?? 'body')
    return new Refusal(400, 'invalid_request', details.map((detail) => detail.message).join(' '), { details })
  }
  const words = known[error.code]
  if (words) return new Refusal(...words)
  if (error.statusCode && error.statusCode < 500) return new Refusal(error.statusCode, 'invalid_request', error.message)
  return undefined
}

function internalError(id: string): Refusal {
  return new Refusal(500, 'internal_error', `Something went wrong on our side. Quote ${id} when you report it.`)
}
