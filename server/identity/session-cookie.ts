import { stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import { sessionCookie, sessionKeyOf } from './credentials.ts'
import { beginSession, csrfTokenOf, longestDays } from './sessions.ts'
import type { User } from './users.ts'

type Place = Pick<Config, 'publicUrl'>

/** Logs a browser in with the cookie that no script reads: at the log-in, and where a log-in is the end of something else. */
export async function openCookieSession(
  db: Database,
  { request, reply, publicUrl }: { request: FastifyRequest; reply: FastifyReply } & Place,
  user: User,
): Promise<{ csrfToken: string }> {
  const key = await beginSession(db, user, request.headers['user-agent'])
  setCookie(reply, { publicUrl }, key)
  return { csrfToken: csrfTokenOf(key) }
}

export function takeCookieAway(reply: FastifyReply, place: Place): void {
  setCookie(reply, place, '')
}

/** Whether it is the dashboard that asks, and no program. */
export function comesByCookie({ headers }: FastifyRequest): boolean {
  return headers.authorization === undefined && sessionKeyOf(headers.cookie) !== undefined
}

/**
 * Sent to the API alone, from our own pages alone; an empty key takes it away. How long a session is good we know ourselves:
 * a browser that forgot it two weeks after the log-in would log out who uses it every day.
 */
function setCookie(reply: FastifyReply, { publicUrl }: Place, value: string): void {
  const { protocol, pathname } = new URL(publicUrl)
  const cookie = stringifySetCookie({
    name: sessionCookie,
    value,
    path: `${pathname.replace(/\/$/, '')}/api`,
    httpOnly: true,
    sameSite: 'strict',
    secure: protocol === 'https:',
    maxAge: value ? longestDays * 86_400 : 0,
  })
  void reply.header('set-cookie', cookie)
}
