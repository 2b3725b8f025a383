import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

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
  FST_ERR_MAX_LIMIT_REACHED: [400, 'invalid_url', 'A part of the path is too long.'],
}

export function answerError(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalFor(error)
  if (refusal) return reply.code(refusal.statusCode).headers(refusal.headers).send(errorBody(refusal))

  request.log.error(
    { err: error, requestId: request.id, method: request.method, url: request.routeOptions.url },
    'A request failed.',
  )
  return reply.code(500).send(errorBody(internalError(request.id)))
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const message = `There is no ${request.method} ${request.url.split('?')[0]}. What there is stands at /api/docs.`
  return reply.code(404).send(errorBody(new Refusal(404, 'route_not_found', message)))
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
