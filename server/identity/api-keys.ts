import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'

import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { Refusal, notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import type { ApiKeys } from '../platform/schema.ts'
import type { Signals } from '../platform/signals.ts'
import { userActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { audit } from './audit.ts'
import { badToken } from './tokens.ts'

export type ApiKey = Selectable<ApiKeys>

/** How long a process may answer without asking again; so the time of the last use is that exact. */
export const keyRememberedMilliseconds = 300_000

const pattern = /^tk_live_([0-9a-f]{24})[\w-]{43}$/

export function isApiKey(token: string): boolean {
  return token.startsWith('tk_live_')
}

/** The actor whom an API key stands for: its user, with the rights that the user has at that moment. */
export async function actorOfKey(db: Database, key: string): Promise<Actor> {
  const organizationId = pattern.exec(key)?.[1]
  if (!organizationId) throw badToken()
  const hash = hashOf(key)
  const user = await db
    .selectFrom('apiKeys')
    .innerJoin('users', (join) =>
      join.onRef('users.id', '=', 'apiKeys.userId').on('users.organizationId', '=', organizationId),
    )
    .select(['users.organizationId', 'users.id', 'users.accessRole', 'users.departmentId', 'apiKeys.lastUsedAt'])
    .where('apiKeys.organizationId', '=', organizationId)
    .where('apiKeys.hash', '=', hash)
    .where('users.disabledAt', 'is', null)
    .where('users.deletedAt', 'is', null)
    .executeTakeFirst()
  if (!user) throw badToken()
  await noteUse(db, organizationId, hash, user.lastUsedAt)
  return { ...userActor(user), isByKey: true }
}

// Not at every request of a process that remembers nothing.
async function noteUse(db: Database, organizationId: string, hash: string, lastUsedAt: Date | null): Promise<void> {
  if (lastUsedAt !== null && Date.now() - lastUsedAt.getTime() < keyRememberedMilliseconds) return
  await db
    .updateTable('apiKeys')
    .set({ lastUsedAt: new Date() })
    .where('organizationId', '=', organizationId)
    .where('hash', '=', hash)
    .execute()
}

export async function findApiKey(db: Database, actor: Actor): Promise<ApiKey | undefined> {
  return db
    .selectFrom('apiKeys')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .executeTakeFirst()
}

/** The only time that the key is seen; the one before ends at once, in every process. */
export function regenerateApiKey(db: Database, actor: Actor, signals: Signals): Promise<string> {
  const { organizationId } = actor
  const userId = ownId(actor)
  const key = `tk_live_${organizationId}${randomBytes(32).toString('base64url')}`
  const kept = { hash: hashOf(key), lastFour: key.slice(-4), createdAt: new Date(), lastUsedAt: null }
  return transact(db, async (trx) => {
    const before = await findApiKey(trx, actor)
    await trx
      .insertInto('apiKeys')
      .values({ organizationId, userId, ...kept })
      .onConflict((conflict) => conflict.columns(['organizationId', 'userId']).doUpdateSet(kept))
      .execute()
    await leaveTrace(trx, actor, signals, 'apiKey.regenerated', before, { id: userId, userId, ...kept })
    return key
  })
}

export function deleteApiKey(db: Database, actor: Actor, signals: Signals): Promise<void> {
  return transact(db, async (trx) => {
    const deleted = await trx
      .deleteFrom('apiKeys')
      .where('organizationId', '=', actor.organizationId)
      .where('userId', '=', ownId(actor))
      .returningAll()
      .executeTakeFirst()
    if (!deleted) throw notFound('API key')
    await leaveTrace(trx, actor, signals, 'apiKey.deleted', deleted, null)
  })
}

async function leaveTrace(
  trx: Trx,
  actor: Actor,
  signals: Signals,
  action: 'apiKey.regenerated' | 'apiKey.deleted',
  before: ApiKey | undefined,
  after: (Omit<ApiKey, 'organizationId'> & { id: string }) | null,
): Promise<void> {
  const id = ownId(actor)
  await record(trx, actor, action, { id })
  await audit(trx, actor, action, before ? { id, ...before } : null, after)
  await signals.sendWithCommit(trx, 'users', id)
}

/** A SUPERADMIN who looks into another organization is no user there. */
function ownId({ userId }: Actor): string {
  if (userId !== null) return userId
  throw new Refusal(
    409,
    'not_your_organization',
    'Your API key belongs to your own organization: leave organizationId out.',
  )
}

/** The key is as long as its hash, and random: nobody guesses it, however fast hashes are made. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
