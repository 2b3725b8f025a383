import { Type } from 'typebox'

import type { Config } from '../platform/config.ts'
import { Refusal } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import { hashOf, keyOf } from '../platform/idempotency.ts'
import { Id, Message, Name, Text, nullable } from '../platform/schemas.ts'
import type { Vault } from '../platform/secrets.ts'
import type { Signals } from '../platform/signals.ts'
import { admins, everyone } from './actor.ts'
import { isApiKey } from './api-keys.ts'
import { actorOf } from './authentication.ts'
import { clientAddress, isForwarded } from './client-address.ts'
import { bearerOf } from './credentials.ts'
import { logIn, openSession } from './log-in.ts'
import { togglePasswordLogIn } from './password-log-in.ts'
import { registerColleague, registerNewcomer } from './registration.ts'
import { Email, OptionalUserFields, Password, Role, SessionUser, UserFields, UserSchema, toUser } from './schemas.ts'
import { comesByCookie, openCookieSession } from './session-cookie.ts'
import type { Tokens } from './tokens.ts'
import { deleteUser } from './user-deletion.ts'
import { findUser, listUsers, updateProfile, updateUser } from './users.ts'

const SessionSchema = Type.Object({ token: Type.String(), user: SessionUser })

interface Identity {
  config: Config & { jwtSecret: string }
  tokens: Tokens
  signals: Signals
  vault: Vault
}

export function identityRoutes(app: App, identity: Identity): void {
  sessionRoutes(app, identity)
  registrationRoute(app, identity)
  profileRoutes(app, identity)
  userRoutes(app, identity)
  endingRoutes(app, identity)
}

function sessionRoutes(app: App, { tokens, vault }: Identity): void {
  app.post(
    '/api/auth/login',
    {
      config: { isPublic: true },
      schema: {
        tags: ['Log-in'],
        summary: 'Log in',
        description:
          'Who has two-factor log-in gets 401 with the code `two_factor_required`, and sends the same again with the code.',
        body: Type.Object({
          email: Email,
          password: Type.String({ minLength: 1, maxLength: 200 }),
          code: Type.Optional(Text(50, 'six digits of the authenticator app, or a recovery code')),
        }),
        response: { 200: SessionSchema },
      },
    },
    (request) => logIn(request.db, tokens, vault, { ...request.body, address: clientAddress(request.ip) }),
  )

  app.get(
    '/api/auth/verify-token',
    { config: { roles: everyone }, schema: { tags: ['Log-in'], summary: 'Check a token', response: { 200: Message } } },
    () => ({ message: 'Token is good' }),
  )

  app.post(
    '/api/auth/refresh',
    {
      config: { roles: everyone, isRepeatable: true },
      schema: { tags: ['Log-in'], summary: 'Get a fresh token for a good one', response: { 200: SessionSchema } },
    },
    async (request) => {
      if (isApiKey(bearerOf(request))) {
        throw new Refusal(
          409,
          'api_key_not_refreshed',
          'An API key needs no refreshing: it is good until it is replaced.',
        )
      }
      const claims = await tokens.read(bearerOf(request))
      const user = await findUser(request.db, await actorOf(request.db, claims), claims.userId)
      return openSession(tokens, user)
    },
  )
}

function registrationRoute(app: App, { config, tokens, vault }: Identity): void {
  app.post(
    '/api/auth/register',
    {
      config: { isPublic: true, roles: admins },
      schema: {
        tags: ['Log-in'],
        summary: 'Register an organization, or add a user to yours',
        description:
          'Without a token, where SIGNUP is open: makes an organization and its ADMIN, and answers a token. ' +
          'With the token of an ADMIN: adds a user of an equal or lower role to the own organization. ' +
          'Without one, an Idempotency-Key is remembered with the email, and the answer to the same again holds a fresh token.',
        body: Type.Object({
          email: Email,
          password: Password,
          fullName: UserFields.fullName,
          organizationName: Type.Optional(Name(200)),
          country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })),
          accessRole: Type.Optional(Role),
          phoneNumber: Type.Optional(UserFields.phoneNumber),
          designation: Type.Optional(UserFields.designation),
          departmentId: Type.Optional(nullable(Id)),
        }),
        response: {
          201: Type.Object({ message: Type.String(), token: Type.Optional(Type.String()), user: SessionUser }),
        },
      },
    },
    async (request, reply) => {
      if (request.actor) {
        const user = await registerColleague(request.db, request.actor, request.body)
        reply.code(201)
        return { message: 'User registered successfully', user }
      }
      const asked = keyOf(request)
      const { isRepeated, ...session } = await registerNewcomer(request.db, request.body, {
        tokens,
        vault,
        signup: config.signup,
        ip: request.ip,
        isForwarded: isForwarded(request.headers),
        key: asked === undefined ? undefined : { key: asked, requestHash: hashOf(request, config.jwtSecret) },
      })
      if (isRepeated) reply.header('idempotent-replayed', 'true')
      reply.code(201)
      return { message: 'Organization registered successfully', ...session }
    },
  )
}

function profileRoutes(app: App, { config, tokens, signals }: Identity): void {
  app.get(
    '/api/user/profile',
    {
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: 'Your own profile',
        response: { 200: Type.Object({ user: UserSchema, persona: nullable(Type.String()) }) },
      },
    },
    async (request) => ({
      user: toUser(await findUser(request.db, request.actor, request.actor.userId ?? '')),
      persona: null,
    }),
  )

  app.put(
    '/api/user/profile',
    {
      config: { roles: everyone, isRepeatable: true },
      schema: {
        tags: ['Users'],
        summary: 'Change your own profile or password',
        description:
          'A new password ends every token and session of yours; the answer holds a fresh one, which is a cookie for who came with one. A new password or email needs the present ' +
          'password, as `currentPassword`.',
        body: Type.Object({
          ...OptionalUserFields,
          email: Type.Optional(Email),
          password: Type.Optional(Password),
          currentPassword: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({ message: Type.String(), user: UserSchema, token: Type.Optional(Type.String()) }),
        },
      },
    },
    async (request, reply) => {
      const user = await updateProfile(request.db, request.actor, signals, request.body, clientAddress(request.ip))
      const done = { message: 'Profile updated successfully', user: toUser(user) }
      if (request.body.password === undefined) return done
      if (!comesByCookie(request)) return { ...done, token: (await openSession(tokens, user)).token }
      await openCookieSession(request.db, { request, reply, publicUrl: config.publicUrl }, user)
      return done
    },
  )
}

function userRoutes(app: App, { signals }: Identity): void {
  for (const method of ['GET', 'POST'] as const) {
    app.route({
      method,
      url: '/api/user/list',
      config: { roles: everyone },
      schema: {
        tags: ['Users'],
        summary: method === 'GET' ? 'The users of your organization' : 'The same, as older clients ask for it',
        response: { 200: Type.Array(UserSchema) },
      },
      handler: async (request) => (await listUsers(request.db, request.actor)).map(toUser),
    })
  }

  app.put(
    '/api/user/:id',
    {
      config: { roles: admins },
      schema: {
        tags: ['Users'],
        summary: 'Change a user',
        description: 'A user who is disabled, or whose password you change, is logged out everywhere at once.',
        params: Type.Object({ id: Id }),
        body: Type.Object({
          ...OptionalUserFields,
          email: Type.Optional(Email),
          accessRole: Type.Optional(Role),
          departmentId: Type.Optional(nullable(Id)),
          loginDisabled: Type.Optional(Type.Boolean()),
          password: Type.Optional(Password),
        }),
        response: { 200: Type.Object({ message: Type.String(), user: UserSchema }) },
      },
    },
    async (request) => {
      const user = await updateUser(request.db, request.actor, signals, request.params.id, request.body)
      return { message: 'User updated successfully', user: toUser(user) }
    },
  )
}

/** What ends a user's access, in part or for good. */
function endingRoutes(app: App, { signals }: Identity): void {
  app.delete(
    '/api/user/:id',
    {
      config: { roles: admins },
      schema: {
        tags: ['Users'],
        summary: 'Delete a user',
        description:
          'Logged out everywhere at once, and in no list any more; the name stays in history. What the user owned or was ' +
          'assigned to goes to the heir, which may take some seconds.',
        params: Type.Object({ id: Id }),
        body: Type.Object({ heirId: Id }),
        response: { 200: Message },
      },
    },
    async (request) => {
      await deleteUser(request.db, request.actor, signals, request.params.id, request.body.heirId)
      return { message: 'User deleted successfully' }
    },
  )

  app.put(
    '/api/user/:id/toggle-password-auth',
    {
      config: { roles: admins },
      schema: {
        tags: ['Users'],
        summary: 'Forbid or allow a user to log in with a password',
        description: 'Who may not is logged out everywhere at once; an API key goes on working.',
        params: Type.Object({ id: Id }),
        response: {
          200: Type.Object({
            success: Type.Literal(true),
            message: Type.String(),
            data: Type.Object({ userId: Id, isPasswordDisabled: Type.Boolean() }),
          }),
        },
      },
    },
    async (request) => {
      const user = await togglePasswordLogIn(request.db, request.actor, signals, request.params.id)
      const isPasswordDisabled = user.passwordDisabledAt !== null
      return {
        success: true as const,
        message: `Password auth ${isPasswordDisabled ? 'disabled' : 'enabled'}`,
        data: { userId: user.id, isPasswordDisabled },
      }
    },
  )
}
