import { OutgoingFailure } from '../platform/outgoing.ts'
import type { Outgoing } from '../platform/outgoing.ts'
import type { Call } from './claim.ts'
import { readRetryAfter } from './pauses.ts'
import { sign } from './signature.ts'

const timeoutMilliseconds = 15_000
const mostOfAnswer = 2048

/** What came of one call. */
export interface Outcome {
  status: number | null
  answer: string | null
  errorCode: string | null
  errorMessage: string | null
  milliseconds: number
  /** How long the receiver wants to be left alone. */
  retryAfter: number | undefined
}

/** Tells a receiver of an event. Under the id of the event, so that it is the same however often it is told. */
export async function call(outgoing: Outgoing, asked: Call, now: Date, signal?: AbortSignal): Promise<Outcome> {
  const began = performance.now()
  const { event } = asked
  if (!event) return failed(null, forgotten, 0)
  const body = bodyOf(asked, event)
  try {
    const {
      status,
      headers,
      body: answered,
    } = await outgoing.request(asked.url, {
      method: 'POST',
      headers: headersOf(asked, body, now),
      body,
      timeoutMilliseconds,
      maxSize: mostOfAnswer,
      isCut: true,
      ...(signal && { signal }),
    })
    const milliseconds = Math.round(performance.now() - began)
    // What PostgreSQL keeps in no text.
    const answer = answered.toString('utf8').replaceAll('\0', '\uFFFD')
    const retryAfter = readRetryAfter(headers['retry-after'], now)
    if (status >= 200 && status < 300) return { ...failed(status, nothing, milliseconds), answer }
    return { ...failed(status, refusalOf(status), milliseconds), answer, retryAfter }
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return failed(null, error, Math.round(performance.now() - began))
  }
}

function bodyOf({ eventId, eventType, organizationId }: Call, event: NonNullable<Call['event']>): string {
  const { createdAt, data, position, actorType, actorId, subjectId } = event
  return JSON.stringify({
    type: eventType,
    timestamp: createdAt.toISOString(),
    data,
    id: eventId,
    organizationId,
    position,
    actorType,
    actorId,
    subjectId,
  })
}

function headersOf({ eventId, secrets }: Call, body: string, now: Date): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / 1000)
  return {
    'content-type': 'application/json',
    'user-agent': 'Tether-Webhooks',
    'webhook-id': eventId,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign(secrets, eventId, timestamp, body),
  }
}

const nothing = { code: null, message: null }
const forgotten = {
  code: 'event_forgotten',
  message: 'The event is older than what the log keeps, so that there is nothing left to tell.',
}

function refusalOf(status: number): { code: string; message: string } {
  if (status >= 300 && status < 400) {
    return {
      code: 'redirected',
      message: `The receiver answered ${status}. Redirects are not followed: enter the address that they lead to.`,
    }
  }
  return { code: 'refused', message: `The receiver answered ${status}; only what begins with 2 says that it has it.` }
}

function failed(
  status: number | null,
  { code, message }: { code: string | null; message: string | null },
  milliseconds: number,
): Outcome {
  return { status, answer: null, errorCode: code, errorMessage: message, milliseconds, retryAfter: undefined }
}
