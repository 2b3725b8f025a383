import { Type } from 'typebox'

import type { Config } from '../platform/config.ts'
import type { App } from '../platform/http.ts'
import { Id, Message, Text, Time, nullable } from '../platform/schemas.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Signals } from '../platform/signals.ts'
import { everyone, requireUser } from './actor.ts'
import { clientAddress } from './client-address.ts'
import { sessionKeyOf } from './credentials.ts'
import { admit } from './log-in.ts'
import { findOrganization } from './organization-settings.ts'
import { Email, SessionUser } from './schemas.ts'
import { openCookieSession, takeCookieAway } from './session-cookie.ts'
import { csrfTokenOf, endFormerSession, endSession, idleDays, isThisSession, listSessions } from './sessions.ts'
import { findUser } from './users.ts'
import type { User } from './users.ts'

const tags = ['Log-in']

const CsrfToken = Type.Object({ csrfToken: Type.String() })

interface SessionOptions {
  config: Pick<Config, 'publicUrl'>
  signals: Signals
  vault: Vault
}

/** How the dashboard logs in: with a cookie that no script reads. Programs send a token or an API key. */
export function sessionRoutes(app: App, options: SessionOptions): void {
  beginningRoute(app, options)
  ownSessionRoutes(app, options)
  deviceRoutes(app, options)
}

function beginningRoute(app: App, { config, signals, vault }: SessionOptions): void {
  app.post(
    '/api/session',
    {
      // A kept answer would keep the key, and a wrong try must count.
      config: { isPublic: true, isRepeatable: true },
      schema: {
        tags,
        summary: 'Log in with a cookie, as the dashboard does',
        description: `The cookie is HttpOnly, and good for ${idleDays} days since it was last used. Changes need the header X-CSRF-Token with the answered token.`,
        body: Type.Object({
          email: Email,
          password: Type.String({ minLength: 1, maxLength: 200 }),
          code: Type.Optional(Text(50, 'six digits of the authenticator app, or a recovery code')),
        }),
        response: { 200: CsrfToken },
      },
    },
    async (request, reply) => {
      const user = await admit(request.db, vault, { ...request.body, address: clientAddress(request.ip) })
      const former = sessionKeyOf(request.headers.cookie)
      if (former) await endFormerSession(request.db, signals, former)
      return openCookieSession(request.db, { request, reply, publicUrl: config.publicUrl }, user)
    },
  )
}

function ownSessionRoutes(app: App, { config, signals }: SessionOptions): void {
  app.get(
    '/api/session',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Who you are',
        response: {
          200: Type.Object({
            user: SessionUser,
            organization: Type.Object({ _id: Id, name: Type.String(), timeZone: Type.String() }),
            csrfToken: Type.Unsafe<string | null>({
              ...nullable(Type.String()),
              description: 'null for who came with a token or a key',
            }),
          }),
        },
      },
    },
    async (request) => {
      const user = await findUser(request.db, request.actor, requireUser(request.actor))
      const { id: _id, name, timeZone } = await findOrganization(request.db, user.organizationId)
      const key = sessionKeyOf(request.headers.cookie)
      return { user: shown(user), organization: { _id, name, timeZone }, csrfToken: key ? csrfTokenOf(key) : null }
    },
  )

  app.delete(
    '/api/session',
    {
      config: { roles: everyone, isRepeatable: true },
      schema: { tags, summary: 'Log out', response: { 200: Message } },
    },
    async (request, reply) => {
      const key = sessionKeyOf(request.headers.cookie)
      if (key) await endSession(request.db, request.actor, signals, { key })
      takeCookieAway(reply, config)
      return { message: 'Logged out' }
    },
  )
}

function deviceRoutes(app: App, { signals }: SessionOptions): void {
  app.get(
    '/api/sessions',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Where you are logged in',
        response: {
          200: Type.Object({
            sessions: Type.Array(
              Type.Object({
                _id: Id,
                userAgent: nullable(Type.String()),
                createdAt: Time,
                lastUsedAt: Type.Unsafe<Date>({ ...Time, description: 'to within five minutes' }),
                isThis: Type.Boolean({ description: 'whether this request came with it' }),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const sessions = await listSessions(request.db, request.actor)
      const key = sessionKeyOf(request.headers.cookie)
      return { sessions: sessions.map((each) => ({ ...each, _id: each.id, isThis: isThisSession(each, key) })) }
    },
  )

  app.delete(
    '/api/sessions/:id',
    {
      config: { roles: everyone },
      schema: {
        tags,
        summary: 'Log another device of yours out',
        params: Type.Object({ id: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await endSession(request.db, request.actor, signals, request.params)
      return { message: 'Logged out there' }
    },
  )
}

function shown({ id, email, fullName, organizationId, accessRole }: User) {
  return { id, email, fullName, organizationId, accessRole }
}
