import type { Selectable } from 'kysely'

import { requireUser, systemActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import { isThisSession, listSessions } from '../identity/sessions.ts'
import { transact } from '../platform/database.ts'
import type { Database, Trx } from '../platform/database.ts'
import { notFound } from '../platform/errors.ts'
import { record } from '../platform/events/record.ts'
import { newId } from '../platform/id.ts'
import type { PushSubscriptions } from '../platform/schema.ts'
import { hashOf, refuseBadKeys } from './browser-keys.ts'
import type { BrowserKeys } from './browser-keys.ts'
import type { PushTools } from './tools.ts'

export type PushSubscription = Selectable<PushSubscriptions>

/** Of one person; whoever adds another one loses the oldest. */
const mostSubscriptions = 20

/** The actor's own, the newest first. */
export function listSubscriptions(db: Database, actor: Actor): Promise<PushSubscription[]> {
  return db
    .selectFrom('pushSubscriptions')
    .selectAll()
    .where('organizationId', '=', actor.organizationId)
    .where('userId', '=', actor.userId ?? '')
    .orderBy('id', 'desc')
    .execute()
}

export interface Browser {
  sessionKey: string | undefined
  userAgent: string | undefined
}

/**
 * From now on the browser is told of the actor's news; of nobody else's any more, whose it was before. It ends with the log-in
 * that it came with.
 */
export function addSubscription(
  db: Database,
  { vault, isPrivateAllowed }: PushTools,
  actor: Actor,
  { endpoint, keys }: BrowserKeys,
  { sessionKey, userAgent }: Browser,
): Promise<PushSubscription> {
  const { organizationId } = actor
  const userId = requireUser(actor)
  const browser = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }
  refuseBadKeys(browser, isPrivateAllowed)
  return transact(db, async (trx) => {
    const tokenEpoch = await holdUser(trx, organizationId, userId)
    const session = (await listSessions(trx, actor)).find((each) => isThisSession(each, sessionKey))
    const hash = hashOf(browser)
    const before = await findByHash(trx, organizationId, hash)
    const isSame = before?.userId === userId && before.sessionId === (session?.id ?? null)
    if (before && isSame && before.tokenEpoch === tokenEpoch) return before
    if (before) await removeRows(trx, actor, [before])
    const now = new Date()
    const added = await trx
      .insertInto('pushSubscriptions')
      .values({
        organizationId,
        id: newId(now),
        userId,
        sessionId: session?.id ?? null,
        tokenEpoch,
        hash,
        sealed: vault.seal(browser),
        userAgent: userAgent?.slice(0, 500) ?? null,
        createdAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await removeRows(trx, actor, (await listSubscriptions(trx, actor)).slice(mostSubscriptions))
    await record(trx, actor, 'pushSubscription.added', { id: added.id, userId } as { id: string })
    return added
  })
}

/** One is added after the other, so that each sees how many there are. */
async function holdUser(trx: Trx, organizationId: string, id: string): Promise<number> {
  const user = await trx
    .selectFrom('users')
    .select('tokenEpoch')
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return user.tokenEpoch
}

function findByHash(trx: Trx, organizationId: string, hash: string): Promise<PushSubscription | undefined> {
  return trx
    .selectFrom('pushSubscriptions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('hash', '=', hash)
    .forUpdate()
    .executeTakeFirst()
}

export async function findSubscription(db: Database, actor: Actor, id: string): Promise<PushSubscription> {
  const found = (await listSubscriptions(db, actor)).find((each) => each.id === id)
  if (!found) throw notFound('push subscription')
  return found
}

export function removeSubscription(db: Database, actor: Actor, id: string): Promise<void> {
  return transact(db, async (trx) => removeRows(trx, actor, [await findSubscription(trx, actor, id)]))
}

/** The browser has ended it, or whoever it was for is out. */
export function endSubscription(db: Database, subscription: PushSubscription): Promise<void> {
  return transact(db, (trx) => removeRows(trx, systemActor(subscription.organizationId), [subscription]))
}

export async function endSubscriptionsOf(trx: Trx, organizationId: string, userId: string): Promise<void> {
  const subscriptions = await trx
    .selectFrom('pushSubscriptions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('userId', '=', userId)
    .execute()
  await removeRows(trx, systemActor(organizationId), subscriptions)
}

async function removeRows(trx: Trx, actor: Actor, subscriptions: PushSubscription[]): Promise<void> {
  for (const { organizationId, id, userId } of subscriptions) {
    const removed = await trx
      .deleteFrom('pushSubscriptions')
      .where('organizationId', '=', organizationId)
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
    if (removed) await record(trx, actor, 'pushSubscription.removed', { id, userId } as { id: string })
  }
}
