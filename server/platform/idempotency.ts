import { createHash, createHmac } from 'node:crypto'

import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { sql } from 'kysely'

import { transact } from './database.ts'
import type { Database, Trx } from './database.ts'
import { Refusal } from './errors.ts'

const keptHours = 24

/** Whose keys they are: two actors may use the same key without meeting. */
export interface KeyOwner {
  organizationId: string
  actorId: string
}

interface Keys {
  ownerOf: (request: FastifyRequest) => KeyOwner | undefined
  /** Without it, who reads the table could guess at the passwords that stand in requests faster than at their hashes. */
  secret: string
}

interface KeptAnswer {
  statusCode: number
  /** As JSON. */
  body: string | null
}

/**
 * Makes a handler do its work once per `Idempotency-Key`. Everything the handler does is in one transaction with the kept
 * answer, so a crash in the middle leaves neither, and the same request can simply be sent again.
 */
export function once(handler: RouteHandlerMethod, { ownerOf, secret }: Keys): RouteHandlerMethod {
  return async function (request, reply) {
    const owner = ownerOf(request)
    const key = owner && keyOf(request)
    if (!owner || key === undefined) return handler.call(this, request, reply)

    const hash = hashOf(request, secret)
    const db = request.db
    try {
      return await transact(db, async (trx) => {
        request.db = trx
        const kept = await claim(trx, owner, key, hash)
        if (kept) return replay(reply, kept)
        const body = await handler.call(this, request, reply)
        await keep(trx, owner, key, hash, { statusCode: reply.statusCode, body: answered(reply, body) })
        return body
      })
    } catch (error) {
      request.db = db
      if (error instanceof Refusal && isWorthKeeping(error)) await keepRefusal(db, owner, key, hash, error)
      throw error
    }
  }
}

export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || /^[\x20-\x7e]{1,255}$/.test(key)) return key as string | undefined
  throw new Refusal(400, 'invalid_idempotency_key', 'Idempotency-Key holds 1 to 255 printable ASCII characters.')
}

// A session of its own for each request: what the first one holds, the second cannot take, and is told so at once.
async function claim(
  trx: Trx,
  owner: KeyOwner,
  key: string,
  hash: string,
): Promise<{ statusCode: number; body: unknown } | undefined> {
  const lock = createHash('sha256').update(`${owner.organizationId} ${owner.actorId} ${key}`).digest().readBigInt64BE()
  const locked = await sql<{ isLocked: boolean }>`select pg_try_advisory_xact_lock(${lock}) as is_locked`.execute(trx)
  if (!locked.rows[0]?.isLocked) {
    throw new Refusal(
      409,
      'request_in_progress',
      'A request with this Idempotency-Key is still running: ask again shortly.',
    )
  }
  const kept = await trx
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'statusCode', 'body'])
    .where('organizationId', '=', owner.organizationId)
    .where('actorId', '=', owner.actorId)
    .where('key', '=', key)
    .where('createdAt', '>', new Date(Date.now() - keptHours * 3_600_000))
    .executeTakeFirst()
  if (kept && kept.requestHash !== hash) {
    throw keyReused()
  }
  return kept
}

export function keyReused(): Refusal {
  return new Refusal(
    422,
    'idempotency_key_reused',
    'This Idempotency-Key came with another request before: use a new key.',
  )
}

/** What was answered and no more: what a verb returns may hold what no answer shows, such as the hash of a password. */
function answered(reply: FastifyReply, body: unknown): string | null {
  return body === undefined ? null : String(reply.serialize(body))
}

async function keep(trx: Trx, owner: KeyOwner, key: string, requestHash: string, answer: KeptAnswer): Promise<void> {
  const values = { ...owner, key, requestHash, ...answer, createdAt: new Date() }
  await trx
    .insertInto('idempotencyKeys')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'actorId', 'key']).doUpdateSet((eb) => ({
        requestHash: eb.ref('excluded.requestHash'),
        statusCode: eb.ref('excluded.statusCode'),
        body: eb.ref('excluded.body'),
        createdAt: eb.ref('excluded.createdAt'),
      })),
    )
    .execute()
}

// What failed on the way, or only because of the moment, may well succeed the next time.
function isWorthKeeping(error: Refusal): boolean {
  const isAboutTheKey = ['request_in_progress', 'idempotency_key_reused', 'invalid_idempotency_key'].includes(
    error.code,
  )
  return !isAboutTheKey && error.statusCode < 500 && ![401, 408, 429].includes(error.statusCode)
}

/** Unless another request has come in between, whose answer then counts. */
async function keepRefusal(db: Database, owner: KeyOwner, key: string, hash: string, error: Refusal): Promise<void> {
  const answer = { statusCode: error.statusCode, body: JSON.stringify(errorBody(error)) }
  await transact(db, async (trx) => {
    const kept = await claim(trx, owner, key, hash)
    if (!kept) await keep(trx, owner, key, hash, answer)
  }).catch((failure: unknown) => {
    if (!(failure instanceof Refusal)) throw failure
  })
}

function replay(reply: FastifyReply, kept: { statusCode: number; body: unknown }): unknown {
  reply.code(kept.statusCode).header('idempotent-replayed', 'true')
  return kept.body
}

/** What was asked, so that nobody can tell it from that. */
export function hashOf(request: FastifyRequest, secret: string): string {
  const body = JSON.stringify(request.body ?? null)
  return createHmac('sha256', secret).update(`${request.method} ${request.url}\n${body}`).digest('hex')
}

/** The one shape of every refusal. */
export function errorBody(error: Refusal): object {
  const { code, message, details } = error
  return { success: false, error: { code, message, details }, message }
}
