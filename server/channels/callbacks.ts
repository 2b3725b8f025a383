import type { Channel } from './channels.ts'

const paths: Record<string, string> = {
  twilio: '/api/webhook/twilio/sms',
  kannel: '/api/webhook/kannel/sms',
  messenger: '/api/webhook/facebook',
}

/** What has to be entered at the provider, so that it tells us what contacts write. Receipts it is told of with each message. */
export function callbacksOf({ provider, organizationId, id }: Channel, publicUrl: string): string[] {
  const path = paths[provider]
  if (!path) return []
  const url = `${publicUrl}${path}`
  if (provider !== 'kannel') return [url]
  // Kannel fills in what begins with a percent sign.
  return [`${url}?organization=${organizationId}&channel=${id}&from=%p&to=%P&id=%I`]
}
