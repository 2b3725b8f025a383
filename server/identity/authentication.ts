import type { FastifyRequest } from 'fastify'

import type { Database } from '../platform/database.ts'
import { Refusal, invalid, notFound } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { Signals } from '../platform/signals.ts'
import { userActor } from './actor.ts'
import type { AccessRole, Actor } from './actor.ts'
import { actorOfKey, isApiKey, keyRememberedMilliseconds } from './api-keys.ts'
import { bringsCredential, credentialOf } from './credentials.ts'
import { actorOfSession, isSessionKey, sessionRememberedMilliseconds } from './sessions.ts'
import { badToken } from './tokens.ts'
import type { Claims, Tokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
  interface FastifyContextConfig {
    /** Who may call the route. */
    roles?: readonly AccessRole[]
    /** Anyone may without a token: a log-in, a provider's signed webhook, a page. Who brings one must have the role. */
    isPublic?: true
  }
}

const mostCached = 10_000

const rememberedMilliseconds = Math.min(keyRememberedMilliseconds, sessionRememberedMilliseconds)

/** A connection that breaks without a word is noticed late: for no longer than this a process goes on believing. */
const longestCachedMilliseconds = 300_000

/** Answers *who* for every route, or 401; and 403 where the role does not reach. A route that says neither does not start. */
export function authenticate(app: App, db: Database, tokens: Tokens, signals: Signals): void {
  const findActor = cachedActors(db, tokens, signals)

  app.decorateRequest('actor', null as unknown as Actor)
  app.addHook('onRoute', (route) => {
    if (!route.config?.roles && !route.config?.isPublic) throw new Error(`${route.url} does not say who may call it.`)
  })
  app.addHook('onRequest', (request, _reply, done) => {
    const { roles, isPublic } = request.routeOptions.config
    if (!roles || (isPublic && !bringsCredential(request.headers))) return done()
    // Mostly the actor is remembered, and then nobody waits for a promise.
    const actor = findActor(credentialOf(request))
    if (!(actor instanceof Promise) && !isCrossing(actor, request)) {
      request.actor = withRole(actor, roles)
      return done()
    }
    return enter(actor, roles, request)
  })

  async function enter(actor: Actor | Promise<Actor>, roles: readonly AccessRole[], request: FastifyRequest) {
    const found = withRole(await actor, roles)
    request.actor = isCrossing(found, request) ? await cross(db, found, request) : found
  }
}

function withRole(actor: Actor, roles: readonly AccessRole[]): Actor {
  if (roles.includes(actor.role)) return actor
  throw new Refusal(403, 'role_not_allowed', `This needs the role ${roles.join(' or ')}; yours is ${actor.role}.`)
}

/** The actor whom a token stands for, asked of the database. */
export async function actorOf(db: Database, claims: Claims): Promise<Actor> {
  const user = await db
    .selectFrom('users')
    .select(['organizationId', 'id', 'accessRole', 'departmentId'])
    .where('organizationId', '=', claims.organizationId)
    .where('id', '=', claims.userId)
    .where('tokenEpoch', '=', claims.epoch)
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!user) throw badToken()
  return userActor(user)
}

/**
 * Remembers whom a token stood for until something about that user changes, in whichever process. While this process
 * cannot hear the others it remembers nothing.
 */
function cachedActors(db: Database, tokens: Tokens, signals: Signals): (token: string) => Actor | Promise<Actor> {
  const known = new Map<string, { actor: Actor; expiresAt: number }>()
  let losses = 0
  signals.onLost(() => {
    losses++
    known.clear()
  })
  signals.on('users', (userId) => {
    for (const [token, { actor }] of known) if (actor.userId === userId) known.delete(token)
  })

  return (token) => {
    const found = known.get(token)
    return found && found.expiresAt > Date.now() ? found.actor : read(token)
  }

  async function read(token: string): Promise<Actor> {
    const changed = new Set<string>()
    const lossesBefore = losses
    // What was read before a change must not be remembered after it.
    const forget = signals.on('users', (userId) => changed.add(userId))
    try {
      const { actor, expiresAt } = await findBearer(db, tokens, token)
      if (known.size >= mostCached) known.clear()
      const isCurrent = signals.isListening && losses === lossesBefore && !changed.has(actor.userId ?? '')
      if (isCurrent) known.set(token, { actor, expiresAt: Math.min(expiresAt, Date.now() + longestCachedMilliseconds) })
      return actor
    } finally {
      forget()
    }
  }
}

async function findBearer(db: Database, tokens: Tokens, token: string): Promise<{ actor: Actor; expiresAt: number }> {
  const { actor, expiresAt } = await readBearer(db, tokens, token)
  return { actor, expiresAt: expiresAt ?? Date.now() + rememberedMilliseconds }
}

/** Whom a token, a session or an API key stands for right now, asked of the database, and until when: the last two have no end. */
export async function readBearer(
  db: Database,
  tokens: Tokens,
  token: string,
): Promise<{ actor: Actor; expiresAt: number | undefined }> {
  if (isApiKey(token)) return { actor: await actorOfKey(db, token), expiresAt: undefined }
  if (isSessionKey(token)) return { actor: await actorOfSession(db, token), expiresAt: undefined }
  const claims = await tokens.read(token)
  return { actor: await actorOf(db, claims), expiresAt: claims.expiresAt }
}

/** A SUPERADMIN looks into another organization by `?organizationId=`; everybody else's is ignored. */
function isCrossing(actor: Actor, request: FastifyRequest): boolean {
  if (actor.role !== 'SUPERADMIN') return false
  const { organizationId } = request.query as { organizationId?: unknown }
  return organizationId !== undefined && organizationId !== actor.organizationId
}

async function cross(db: Database, actor: Actor, request: FastifyRequest): Promise<Actor> {
  const { organizationId } = request.query as { organizationId?: unknown }
  if (typeof organizationId !== 'string' || !/^[0-9a-f]{24}$/.test(organizationId)) {
    throw invalid('organizationId', 'it must be an id: 24 lowercase hex digits.')
  }
  const organization = await db
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!organization) throw notFound('organization')
  return { ...actor, organizationId, userId: null, departmentId: null }
}
