import { OutgoingFailure } from '../../platform/outgoing.ts'
import type { Outgoing, OutgoingResponse } from '../../platform/outgoing.ts'
import type { Connection, Draft, Outcome } from '../connector.ts'
import { countParts } from '../mms.ts'
import { retryAfter } from '../retry-after.ts'
import { accountOf, resourceUrl } from './account.ts'
import { codeIn, readAnswer } from './answer.ts'
import { deliveryError } from './errors.ts'
import { statusCallback } from './status-callback.ts'

export const requestLimits = { timeoutMilliseconds: 15_000, maxSize: 1024 * 1024 }

/** Twilio: creating a message is not idempotent (error 20500), so what might have been taken is never tried again here. */
export async function send(
  outgoing: Outgoing,
  connection: Connection,
  draft: Draft,
  signal: AbortSignal,
): Promise<Outcome> {
  const account = accountOf(connection)
  try {
    const response = await outgoing.request(resourceUrl(account, '/Messages.json'), {
      ...requestLimits,
      method: 'POST',
      headers: { authorization: account.authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: form(connection, draft).toString(),
      signal,
    })
    return outcomeOf(response, draft)
  } catch (error) {
    return outcomeOfFailure(error)
  }
}

function form(connection: Connection, draft: Draft): URLSearchParams {
  const { messagingServiceSid } = accountOf(connection)
  const callback = statusCallback(connection, draft)
  const fields = new URLSearchParams({
    To: draft.to,
    Body: draft.content,
    ...(messagingServiceSid ? { MessagingServiceSid: messagingServiceSid } : { From: connection.identifier }),
    ...(callback ? { StatusCallback: callback } : {}),
  })
  for (const { url } of draft.media ?? []) fields.append('MediaUrl', url)
  return fields
}

function outcomeOf(response: OutgoingResponse, draft: Draft): Outcome {
  const { status } = response
  const answer = readAnswer(response)
  if (status >= 200 && status < 300) return created(answer, draft)
  const code = codeIn(answer, status)
  if (status === 429 || notTaken.has(code)) return throttled(retryAfter(response.headers['retry-after']))
  // Nothing is taken before somebody has entered the right ones; and nothing was.
  if (status === 401) return { kind: 'halted', error: deliveryError(code, String(answer['message'] ?? ''), status) }
  const isRefusal = status >= 400 && status < 500 && status !== 408
  if (isRefusal) return { kind: 'rejected', error: deliveryError(code, String(answer['message'] ?? ''), status) }
  return unknown(code, `Twilio answered with ${status} and may have sent the message all the same.`)
}

// Twilio: 20429 "never processed and always safe to retry"; 21611 the sender's queue is full, and nothing was added to it.
const notTaken = new Set(['20429', '21611'])

function created(answer: Record<string, unknown>, draft: Draft): Outcome {
  const sid = answer['sid']
  if (typeof sid !== 'string' || !sid || sid.length > 100)
    return unknown('unreadable_answer', 'Twilio took the message, but its answer cannot be read.')
  // Twilio: num_segments is "0" until a messaging service has chosen the sender.
  return {
    kind: 'accepted',
    providerMessageId: sid,
    segments: segmentsIn(answer) ?? countParts(draft.content, draft.media?.length),
  }
}

function segmentsIn(answer: Record<string, unknown>): number | undefined {
  const count = Number(answer['num_segments'])
  return Number.isInteger(count) && count > 0 && count <= 100 ? count : undefined
}

/** Only what never left this machine may be tried again. */
function outcomeOfFailure(error: unknown): Outcome {
  if (!(error instanceof OutgoingFailure))
    return unknown('unexpected_failure', `The attempt broke off: ${String(error)}`)
  if (error.mayHaveArrived) return unknown(error.code, `${error.message} Whether Twilio took the message is not known.`)
  if (neverToSucceed.has(error.code)) return { kind: 'rejected', error: deliveryError(error.code, error.message) }
  return throttled()
}

const neverToSucceed = new Set(['address_refused', 'invalid_address'])

function throttled(retryAfterSeconds?: number): Outcome {
  return { kind: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}

function unknown(code: string, message: string): Outcome {
  return { kind: 'unknown', error: { code, message } }
}
