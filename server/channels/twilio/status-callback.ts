import type { Connection, Draft } from '../connector.ts'
import { accountOf } from './account.ts'

/**
 * Where Twilio tells what became of the message. The attempt's id is in it, so that a receipt finds its message even if the
 * answer to the sending was lost.
 */
export function statusCallback(connection: Connection, draft: Draft): string | undefined {
  if (!/^https?:\/\//i.test(connection.publicUrl) || !isReachable(connection)) return undefined
  const query = new URLSearchParams({
    organization: connection.organizationId,
    channel: connection.channelId,
    attempt: draft.attemptId,
  })
  return `${connection.publicUrl}/api/webhook/twilio/sms-status?${query.toString()}`
}

/**
 * Twilio refuses the whole message when it cannot reach the address (error 21609). So a server that is known as this machine
 * only does without receipts, unless the API is on this machine too. https://www.twilio.com/docs/api/errors/21609
 */
function isReachable(connection: Connection): boolean {
  return !isThisMachine(connection.publicUrl) || isThisMachine(accountOf(connection).baseUrl)
}

function isThisMachine(url: string): boolean {
  return URL.canParse(url) && /^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/i.test(new URL(url).hostname)
}
