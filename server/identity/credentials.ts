import { parseCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'

import { Refusal } from '../platform/errors.ts'
import { isCsrfToken, isSessionKey } from './sessions.ts'
import { badToken } from './tokens.ts'

export const sessionCookie = 'tether_session'

type Headers = FastifyRequest['headers']

export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string {
  const [scheme, token] = (headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) throw badToken()
  return token
}

/** The key of the session that a browser brings by itself. */
export function sessionKeyOf(cookies: string | undefined): string | undefined {
  const key = cookies?.includes(sessionCookie) ? parseCookie(cookies)[sessionCookie] : undefined
  return key && isSessionKey(key) ? key : undefined
}

export function bringsCredential({ authorization, cookie }: Headers): boolean {
  return authorization !== undefined || sessionKeyOf(cookie) !== undefined
}

/**
 * What says who is asking: a token or key that a program sends, or the cookie of the dashboard. A browser sends cookies
 * along whoever asked it to, so a change needs what only our own page knows as well.
 */
export function credentialOf(request: FastifyRequest): string {
  if (request.headers.authorization !== undefined) return bearerOf(request)
  const key = sessionKeyOf(request.headers.cookie)
  if (key === undefined) throw badToken()
  if (!isReading(request.method) && !isCsrfToken(key, request.headers['x-csrf-token'])) throw forged()
  return key
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function forged(): Refusal {
  return new Refusal(
    403,
    'csrf_token_missing',
    'A change that comes with the cookie of the dashboard needs the header X-CSRF-Token that GET /api/session answers.',
  )
}
