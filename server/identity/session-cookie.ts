import { stringifySetCookie } from 'cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'

import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import { sessionCookie, sessionKeyOf } from './credentials.ts'
import { beginSession, csrfTokenOf, idleDays } from './sessions.ts'
import type { User } from './users.ts'

/** Logs a browser in with the cookie that no script reads, where a log-in is the end of something else. */
export async function openCookieSession(
  db: Database,
  { request, reply, publicUrl }: { request: FastifyRequest; reply: FastifyReply } & Pick<Config, 'publicUrl'>,
  user: User,
): Promise<{ csrfToken: string }> {
  const key = await beginSession(db, user, request.headers['user-agent'])
  const { protocol, pathname } = new URL(publicUrl)
  const cookie = stringifySetCookie({
    name: sessionCookie,
    value: key,
    path: `${pathname.replace(/\/$/, '')}/api`,
    httpOnly: true,
    sameSite: 'strict',
    secure: protocol === 'https:',
    maxAge: idleDays * 86_400,
  })
  void reply.header('set-cookie', cookie)
  return { csrfToken: csrfTokenOf(key) }
}

/** Whether it is the dashboard that asks, and no program. */
export function comesByCookie({ headers }: FastifyRequest): boolean {
  return headers.authorization === undefined && sessionKeyOf(headers.cookie) !== undefined
}
