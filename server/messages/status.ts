export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown' | 'canceled'

/**
 * From which states each may be entered. What is not here never happens: a late `sent` does not undo `delivered`. Carriers
 * report a failure and then deliver all the same, or tell of both in the wrong order: what arrived has arrived.
 */
const before: Record<MessageStatus, MessageStatus[]> = {
  queued: ['failed', 'unknown'],
  unknown: ['queued'],
  sent: ['queued', 'unknown'],
  delivered: ['queued', 'unknown', 'sent', 'failed'],
  read: ['queued', 'unknown', 'sent', 'failed', 'delivered'],
  failed: ['queued', 'unknown', 'sent'],
  canceled: ['queued'],
}

export function statusesBefore(status: MessageStatus): MessageStatus[] {
  return before[status]
}
