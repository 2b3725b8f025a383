import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Selectable } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { Sessions } from '../platform/schema.ts'
import type { Signals } from '../platform/signals.ts'
import { requireUser, userActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { badToken } from './tokens.ts'
import type { User } from './users.ts'

export type Session = Selectable<Sessions>

/** How long a process may answer without asking again; so the time of the last use is that exact. */
export const sessionRememberedMilliseconds = 300_000

const day = 86_400_000
export const idleDays = 14
export const longestDays = 90
const pattern = /^ts_([0-9a-f]{24})[\w-]{43}$/

export function isSessionKey(token: string): boolean {
  return token.startsWith('ts_')
}

/** The only time that the key is known: the browser keeps it where no script reads it, and here stands its hash. */
export async function beginSession(db: Database, user: User, userAgent: string | undefined): Promise<string> {
  const { organizationId, id: userId, tokenEpoch } = user
  const key = `ts_${organizationId}${randomBytes(32).toString('base64url')}`
  const now = new Date()
  await db
    .insertInto('sessions')
    .values({
      organizationId,
      id: newId(),
      userId,
      hash: hashOf(key),
      tokenEpoch,
      userAgent: userAgent?.slice(0, 500) ?? null,
      createdAt: now,
      lastUsedAt: now,
    })
    .execute()
  return key
}

/** The actor whom a session stands for: its user, with the rights of this moment. */
export async function actorOfSession(db: Database, key: string): Promise<Actor> {
  const organizationId = pattern.exec(key)?.[1]
  if (!organizationId) throw badToken()
  const hash = hashOf(key)
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', (join) =>
      join
        .onRef('users.id', '=', 'sessions.userId')
        .onRef('users.tokenEpoch', '=', 'sessions.tokenEpoch')
        .on('users.organizationId', '=', organizationId),
    )
    .select(['users.organizationId', 'users.id', 'users.accessRole', 'users.departmentId', 'sessions.lastUsedAt'])
    .where('sessions.organizationId', '=', organizationId)
    .where('sessions.hash', '=', hash)
    .where('sessions.lastUsedAt', '>', daysAgo(idleDays))
    .where('sessions.createdAt', '>', daysAgo(longestDays))
    .where('users.disabledAt', 'is', null)
    .where('users.deletedAt', 'is', null)
    .executeTakeFirst()
  if (!found) throw badToken()
  await noteUse(db, organizationId, hash, found.lastUsedAt)
  return userActor(found)
}

// Not at every request of a process that remembers nothing.
async function noteUse(db: Database, organizationId: string, hash: string, lastUsedAt: Date): Promise<void> {
  if (Date.now() - lastUsedAt.getTime() < sessionRememberedMilliseconds) return
  await db
    .updateTable('sessions')
    .set({ lastUsedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('hash', '=', hash)
    .execute()
}

/** Those that are still good, the one used last first. */
export function listSessions(db: Database, actor: Actor): Promise<Session[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .where('lastUsedAt', '>', daysAgo(idleDays))
    .where('createdAt', '>', daysAgo(longestDays))
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id')
    .limit(100)
    .execute()
}

/** Ended in every process, and with it what was open of it. */
export function endSession(db: Database, actor: Actor, signals: Signals, which: { id: string } | { key: string }) {
  return transact(db, async (trx) => {
    const userId = requireUser(actor)
    const ended = await trx
      .deleteFrom('sessions')
      .where('organizationId', '=', actor.organizationId)
      .where('userId', '=', userId)
      .$if('id' in which, (query) => query.where('id', '=', 'id' in which ? which.id : ''))
      .$if('key' in which, (query) => query.where('hash', '=', 'key' in which ? hashOf(which.key) : ''))
      .returning('id')
      .executeTakeFirst()
    if (!ended) throw notFound('session')
    await record(trx, actor, 'session.ended', { id: userId })
    await signals.sendWithCommit(trx, 'users', userId)
  })
}

/** The one that a browser had before somebody logged in with it: nobody uses it any more. What is over already is over. */
export async function endFormerSession(db: Database, signals: Signals, key: string): Promise<void> {
  try {
    await endSession(db, await actorOfSession(db, key), signals, { key })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

export async function pruneSessions(db: Database, organizationId: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('organizationId', '=', organizationId)
    .where((eb) => eb.or([eb('lastUsedAt', '<', daysAgo(idleDays)), eb('createdAt', '<', daysAgo(longestDays))]))
    .execute()
}

/** What a page of ours says with every change, and a page of somebody else's cannot know. */
export function csrfTokenOf(key: string): string {
  return createHmac('sha256', key).update('csrf').digest('base64url')
}

export function isCsrfToken(key: string, token: unknown): boolean {
  const [expected, given] = [Buffer.from(csrfTokenOf(key)), Buffer.from(String(token))]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

export function isThisSession(session: Session, key: string | undefined): boolean {
  return key !== undefined && session.hash === hashOf(key)
}

/** The key is as long as its hash, and random: nobody guesses it, however fast hashes are made. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * day)
}
