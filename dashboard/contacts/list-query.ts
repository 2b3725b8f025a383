import type { Query } from '../api/shapes.ts'
import type { ContactsSearch, Period } from './contacts-search.ts'

type ListQuery = Query<'/api/contacts'>

/** What the table is narrowed to, as the API asks for it. */
export function listQuery(search: ContactsSearch): ListQuery {
  const { channel, messages, created, spoken, fields, ...same } = search
  return {
    ...same,
    ...(channel ? { channelType: channel } : {}),
    ...(messages ? { messageStatus: messages } : {}),
    ...(created ? { createdDateRange: asRange(created) } : {}),
    ...(spoken ? { lastMessageTimeRange: asRange(spoken) } : {}),
    ...(fields ? { customFilters: JSON.stringify(fields) } : {}),
  }
}

/** The days of whoever looks, which are others than those of UTC. */
function asRange({ from, to }: Period): string {
  return JSON.stringify({
    ...(from ? { startDate: new Date(`${from}T00:00:00`).toISOString() } : {}),
    ...(to ? { endDate: new Date(`${to}T23:59:59.999`).toISOString() } : {}),
  })
}
