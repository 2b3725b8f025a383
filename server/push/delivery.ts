import { userActor } from '../identity/actor.ts'
import type { Actor } from '../identity/actor.ts'
import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { BrowserKeys } from './browser-keys.ts'
import { pushKeys } from './keys.ts'
import { newsOf, newsSeconds } from './news.ts'
import type { News } from './news.ts'
import { endPush, putOffPush } from './queue.ts'
import type { Push } from './queue.ts'
import { sendPush } from './sending.ts'
import type { Manner, Verdict } from './sending.ts'
import { endSubscription } from './subscriptions.ts'
import type { PushSubscription } from './subscriptions.ts'
import type { PushTools } from './tools.ts'

export interface Delivery {
  db: Database
  tools: PushTools
  log: Log
  /** Whether somebody has a conversation open before them. */
  isLooking: (organizationId: string, userId: string, conversationId: string) => Promise<boolean>
}

const pauses = [10, 60, 300, 900, 3600]

/** Pushes it if there is still something to say to somebody who may hear it, and notes what became of it. */
export async function deliver(delivery: Delivery, push: Push, now: Date): Promise<void> {
  const { db, tools, isLooking } = delivery
  const subscription = await findSubscription(db, push)
  if (!subscription) return
  const actor = await whoeverItIsFor(db, subscription)
  if (!actor) return endSubscription(db, subscription)
  const seconds = newsSeconds[push.kind] - (now.getTime() - push.createdAt.getTime()) / 1000
  const news = seconds > 0 ? await newsOf(db, actor, push) : undefined
  const isBefore = news?.subjectType === 'conversation'
  if (!news || (isBefore && (await isLooking(push.organizationId, subscription.userId, news.subjectId))))
    return endPush(db, push)
  const browser = tools.vault.open(subscription.sealed) as BrowserKeys
  const verdict = await sendPush(tools, await pushKeys(db, tools.vault), browser, news, manner(push, news, seconds))
  await settle(delivery, { push, subscription, verdict, now })
}

function manner({ kind }: Push, { tag }: News, seconds: number): Manner {
  return { seconds, isUrgent: kind !== 'test', topic: tag }
}

interface Settled {
  push: Push
  subscription: PushSubscription
  verdict: Verdict
  now: Date
}

async function settle({ db, log }: Delivery, { push, subscription, verdict, now }: Settled): Promise<void> {
  if (verdict.kind === 'gone') return endSubscription(db, subscription)
  if (verdict.kind === 'later') {
    const pause = verdict.retryAfterSeconds ?? pauses[Math.min(push.tries, pauses.length) - 1]!
    return putOffPush(db, push, new Date(now.getTime() + pause * 1000))
  }
  if (verdict.kind === 'refused') log.warn(`A push service refused what it was to push, with ${verdict.status}.`)
  else await notePushed(db, subscription, now)
  await endPush(db, push)
}

function findSubscription(
  db: Database,
  { organizationId, subscriptionId }: Push,
): Promise<PushSubscription | undefined> {
  return db
    .selectFrom('pushSubscriptions')
    .selectAll()
    .where('organizationId', '=', organizationId)
    .where('id', '=', subscriptionId)
    .executeTakeFirst()
}

/** With the rights of this moment; undefined for who is out, or has logged out everywhere since. */
async function whoeverItIsFor(
  db: Database,
  { organizationId, userId, tokenEpoch }: PushSubscription,
): Promise<Actor | undefined> {
  const user = await db
    .selectFrom('users')
    .select(['organizationId', 'id', 'accessRole', 'departmentId'])
    .where('organizationId', '=', organizationId)
    .where('id', '=', userId)
    .where('tokenEpoch', '=', tokenEpoch)
    .where('disabledAt', 'is', null)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return user && userActor(user)
}

async function notePushed(db: Database, { organizationId, id }: PushSubscription, pushedAt: Date): Promise<void> {
  await db
    .updateTable('pushSubscriptions')
    .set({ pushedAt })
    .where('organizationId', '=', organizationId)
    .where('id', '=', id)
    .execute()
}
