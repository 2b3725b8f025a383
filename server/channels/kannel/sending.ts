import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing } from '../../platform/outgoing.ts'
import type { Connection, DeliveryError, Draft, Outcome } from '../connector.ts'
import { isInGsm7 } from '../segments.ts'

export const requestLimits = { timeoutMilliseconds: 15_000, maxSize: 64 * 1024 }

/** Kannel: a message has no id but ours, and sending twice is two messages; so what it may have taken is not tried again. */
export async function send(
  outgoing: Outgoing,
  connection: Connection,
  draft: Draft,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    const { status, body } = await outgoing.request(sendUrl(connection, draft), { ...requestLimits, signal })
    return outcomeOf(status, body.toString('latin1').slice(0, 200), draft.attemptId)
  } catch (error) {
    return outcomeOfFailure(error)
  }
}

function sendUrl(connection: Connection, draft: Draft): string {
  const query = new URLSearchParams({
    ...loginOf(connection),
    from: connection.identifier,
    to: draft.to,
    text: draft.content,
    charset: 'UTF-8',
    coding: isInGsm7(draft.content) ? '0' : '2',
    // Delivered, failed, accepted by the SMSC and rejected by it; that it waits at the SMSC is no news.
    'dlr-mask': '27',
    'dlr-url': receiptUrl(connection, draft),
  })
  return `${gatewayUrl(connection)}?${query.toString()}`
}

export function gatewayUrl({ settings }: Connection): string {
  return String(settings['sendUrl'])
}

export function loginOf({ credentials }: Connection): { username: string; password: string } {
  return { username: String(credentials['username'] ?? ''), password: String(credentials['password'] ?? '') }
}

/** Kannel fills in what begins with a percent sign, so those signs come after what is encoded. */
function receiptUrl({ publicUrl, organizationId, channelId, credentials }: Connection, { attemptId }: Draft): string {
  const url = new URL(`${publicUrl}/api/webhook/kannel/receipt`)
  url.username = channelId
  url.password = String(credentials['webhookPassword'] ?? '')
  url.search = new URLSearchParams({ organization: organizationId, channel: channelId, attempt: attemptId }).toString()
  return `${url.href}&type=%d&answer=%A`
}

function outcomeOf(status: number, answer: string, attemptId: string): Outcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', providerMessageId: attemptId }
  // "Temporal failure, try again later": it was not taken.
  if (status === 503 || status === 429) return { kind: 'throttled' }
  if (status === 401 || status === 403) return { kind: 'halted', error: loginRefused(status) }
  if (status >= 500 || status === 408) return unknown(`http_${status}`, `The gateway answered with ${status}`)
  return { kind: 'rejected', error: { code: `http_${status}`, message: `The gateway refused the message: ${answer}` } }
}

function loginRefused(status: number): DeliveryError {
  const message =
    'The gateway does not accept the username and password of this channel: correct them, and what waits is sent.'
  return { code: `http_${status}`, message }
}

/** Only what never left this machine may be tried again. */
function outcomeOfFailure(error: unknown): Outcome {
  if (!(error instanceof OutgoingFailure))
    return unknown('unexpected_failure', `The attempt broke off: ${String(error)}`)
  if (error.mayHaveArrived) return unknown(error.code, error.message)
  if (error.code !== 'address_refused' && error.code !== 'invalid_address') return { kind: 'throttled' }
  return { kind: 'rejected', error: { code: error.code, message: error.message } }
}

function unknown(code: string, reason: string): Outcome {
  return { kind: 'unknown', error: { code, message: `${reason} Whether the gateway took the message is not known.` } }
}
