import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { eventTypes, isWanted } from '../platform/events/types.ts'
import { holdQueues } from './queue.ts'
import { queue, tellingOf } from './queueing.ts'

/** Puts what happens in line for every webhook that is to hear of it. */
export const tellWebhooks: Subscriber = {
  name: 'webhooks.tell',
  types: Object.keys(eventTypes),
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const webhooks = await trx
      .selectFrom('webhooks')
      .select(['id', 'types', 'hearsSince', 'hearsAfter', 'disabledAt'])
      .where('organizationId', '=', organizationId)
      .execute()
    const tellings = events.flatMap((event) =>
      webhooks
        .filter(({ types, disabledAt, ...since }) => {
          const isOn = isSince(event, since) && (disabledAt === null || event.createdAt < disabledAt)
          return isOn && isWanted(types, event.type)
        })
        .map(({ id }) => tellingOf(id, event)),
    )
    if (tellings.length === 0) return
    const held = await holdQueues(trx, organizationId, [...new Set(tellings.map(({ webhookId }) => webhookId))])
    // Of one that is deleted at this moment nobody would clear away what is put in line.
    const wanted = tellings.filter(({ webhookId }) => held.has(webhookId))
    await queue(trx, organizationId, wanted, { now: new Date() })
  },
}

/** By its place in the log: the clocks of two processes may differ. */
function isSince(
  { position, createdAt }: Event,
  { hearsAfter, hearsSince }: { hearsAfter: number | null; hearsSince: Date },
): boolean {
  return hearsAfter === null ? createdAt >= hearsSince : position > hearsAfter
}
