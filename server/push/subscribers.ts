import { sql } from 'kysely'

import { whoWants } from '../identity/notification-preferences.ts'
import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { endSubscriptionsOf } from './subscriptions.ts'
import { newsSeconds } from './news.ts'
import { queuePushes } from './queue.ts'
import type { NewPush } from './queue.ts'

/** What the browsers of somebody are told of: their notifications, and what contacts write in conversations that are theirs. */
export const tellBrowsers: Subscriber = {
  name: 'push.tellBrowsers',
  types: ['notification.added', 'message.received'],
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const subscriptions = await trx
      .selectFrom('pushSubscriptions')
      .select(['id', 'userId'])
      .where('organizationId', '=', organizationId)
      .execute()
    if (subscriptions.length === 0) return
    const now = new Date()
    const ofUser = Map.groupBy(subscriptions, ({ userId }) => userId)
    const told = [...notificationsIn(events), ...(await messagesIn(trx, organizationId, events))]
    const pushes = told
      .filter(({ kind, at }) => now.getTime() - at.getTime() < newsSeconds[kind] * 1000)
      .flatMap(({ userId, ...push }) => (ofUser.get(userId) ?? []).map(({ id }) => ({ ...push, subscriptionId: id })))
    await queuePushes(trx, organizationId, pushes, now)
  },
}

/** Whoever is out is told of nothing any more, whatever they subscribed with. */
export const forgetBrowsers: Subscriber = {
  name: 'push.forgetBrowsers',
  types: ['user.disabled', 'user.deleted'],
  hear: (trx, { organizationId, subjectId }) => endSubscriptionsOf(trx, organizationId, subjectId),
}

type Telling = Omit<NewPush, 'subscriptionId'> & { userId: string }

/** Made only for whoever wants news of the kind. */
function notificationsIn(events: Event[]): Telling[] {
  return events
    .filter(({ type }) => type === 'notification.added')
    .map(({ subjectId, data, createdAt }) => {
      return { userId: String(data['userId']), kind: 'notification', topic: subjectId, subjectId, at: createdAt }
    })
}

async function messagesIn(trx: Trx, organizationId: string, events: Event[]): Promise<Telling[]> {
  const messages = events.filter(({ type }) => type === 'message.received')
  if (messages.length === 0) return []
  const people = await whoseConversations(
    trx,
    organizationId,
    messages.map(({ data }) => String(data['conversationId'])),
  )
  const wanting = new Set(await whoWants(trx, organizationId, [...new Set([...people.values()].flat())], 'message'))
  return messages.flatMap(({ subjectId, data, createdAt }) => {
    const topic = String(data['conversationId'])
    const mine = (people.get(topic) ?? []).filter((userId) => wanting.has(userId))
    return mine.map((userId) => ({ userId, kind: 'message' as const, topic, subjectId, at: createdAt }))
  })
}

/** Those who are assigned to it; its owner, where nobody is. */
async function whoseConversations(trx: Trx, organizationId: string, ids: string[]): Promise<Map<string, string[]>> {
  const found = await sql<{ id: string; userId: string | null; assigneeIds: string[] }>`
    select id, user_id, assignee_ids from conversations
    where organization_id = ${organizationId} and id = any(${ids})
  `.execute(trx)
  return new Map(
    found.rows.map(({ id, userId, assigneeIds }) => {
      return [id, assigneeIds.length > 0 ? assigneeIds : [userId].filter((each) => each !== null)]
    }),
  )
}
