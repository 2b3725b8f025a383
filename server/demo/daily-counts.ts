import type { MessageRows } from './message-rows.ts'

type Counted = Pick<MessageRows, 'messages' | 'deliveries'>

/** What the reports would have counted, had they heard it as it happened. */
export function dailyCounts(organizationId: string, { messages, deliveries }: Counted) {
  const totals = new Map<
    string,
    { organizationId: string; day: string; channelId: string; eventType: string; total: number }
  >()
  const count = (at: Date, channelId: string, eventType: string) => {
    const day = at.toISOString().slice(0, 10)
    const key = `${day} ${channelId} ${eventType}`
    const row = totals.get(key) ?? { organizationId, day, channelId, eventType, total: 0 }
    totals.set(key, { ...row, total: row.total + 1 })
  }
  const channelOf = new Map(messages.map((message) => [message.id, message.channelId]))
  for (const { createdAt, channelId, direction } of messages)
    count(createdAt, channelId, direction === 'inbound' ? 'message.received' : 'message.queued')
  for (const { messageId, status, providerStatus, occurredAt } of deliveries)
    // The receipt that says `sent` once more changes nothing, and so is no event.
    if (providerStatus !== 'sent') count(occurredAt, channelOf.get(messageId)!, `message.${status}`)
  return [...totals.values()]
}
