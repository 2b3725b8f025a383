import type { Trx } from '../platform/database.ts'
import type { Event } from '../platform/events/log.ts'
import type { Subscriber } from '../platform/events/subscribers.ts'
import { compareSoon } from './comparing.ts'

/** Whoever is new or was changed is compared with the others, when duplicates are looked for next. */
export const noteForComparison: Subscriber = {
  name: 'duplicates.noteForComparison',
  types: ['contact.created', 'contact.updated', 'contact.merged', 'contact.unmerged', 'contact.separated'],
  async hearTogether(trx: Trx, organizationId: string, events: Event[]) {
    const sources = events.map(({ data }) => data['sourceId']).filter((id) => typeof id === 'string')
    await compareSoon(trx, organizationId, [...new Set([...events.map(({ subjectId }) => subjectId), ...sources])])
  },
}
