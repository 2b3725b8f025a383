import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { readClocks } from './counting/clocks.ts'
import { conversationOf, countEvent, countedTypes } from './counting/events.ts'
import { hoursOf } from './counting/hours.ts'
import { peopleOf } from './counting/people.ts'
import { Sums } from './counting/sums.ts'
import { Tally } from './counting/tally.ts'
import { beginCounting, beginAnew } from './rebuilding.ts'

/**
 * Keeps the sums that reports are made of, so that they cost the same however long the history is. What the log no longer
 * tells when this hears of the organization first is counted by a job.
 */
export const countDays: Subscriber = {
  name: 'reports.countDays',
  types: ['organization.founded', 'organization.imported', ...countedTypes],
  async hearTogether(trx, organizationId, events) {
    const arrival = events.find(({ type }) => type === 'organization.imported')
    const countedFrom = arrival
      ? await beginAnew(trx, organizationId, arrival.createdAt)
      : await beginCounting(trx, organizationId)
    await count(trx, organizationId, events, countedFrom)
  },
}

async function count(trx: Trx, organizationId: string, events: Event[], countedFrom: Date): Promise<void> {
  const ids = [...new Set(events.flatMap((event) => conversationOf(event) ?? []))]
  const hours = await hoursOf(trx, organizationId)
  if (ids.length === 0 || !hours) return
  const people = await peopleOf(trx, organizationId, ids)
  const clocks = await readClocks(trx, organizationId, ids)
  const sums = new Sums(organizationId, hours)
  const tally = new Tally(sums, clocks, countedFrom)
  for (const event of events) countEvent(tally, clocks, people, event)
  await sums.write(trx)
  await clocks.write(trx, organizationId, new Set(people.keys()))
}
