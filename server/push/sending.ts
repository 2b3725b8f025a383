import { OutgoingFailure } from '../platform/outgoing.ts'
import type { OutgoingResponse } from '../platform/outgoing.ts'
import { retryAfter } from '../channels/retry-after.ts'
import type { BrowserKeys } from './browser-keys.ts'
import type { PushKeys } from './keys.ts'
import type { News } from './news.ts'
import type { PushTools } from './tools.ts'

const timeoutMilliseconds = 10_000

/** What became of a call of a push service. */
export type Verdict =
  | { kind: 'taken' }
  /** The browser has ended it, or its address is none. */
  | { kind: 'gone' }
  | { kind: 'refused'; status: number }
  | { kind: 'later'; retryAfterSeconds: number | undefined }

export interface Manner {
  /** How long the push service is to keep it for a browser that is away. */
  seconds: number
  isUrgent: boolean
  /** Of what has not arrived it replaces what has the same topic (RFC 8030, 5.4). */
  topic: string
}

/** Encrypted for the browser alone (RFC 8291): the push service sees to whom, when and how long it is. */
export async function sendPush(
  { outgoing, contact }: PushTools,
  keys: PushKeys,
  browser: BrowserKeys,
  news: News,
  { seconds, isUrgent, topic }: Manner,
): Promise<Verdict> {
  const { default: webPush } = await import('web-push')
  const details = webPush.generateRequestDetails(browser, JSON.stringify(news), {
    vapidDetails: { subject: contact, ...keys },
    TTL: Math.max(0, Math.floor(seconds)),
    urgency: isUrgent ? 'high' : 'normal',
    topic,
    contentEncoding: 'aes128gcm',
  })
  const { 'Content-Length': _length, ...headers } = details.headers as Record<string, string | number>
  try {
    return verdictOf(
      await outgoing.request(browser.endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: details.body,
        timeoutMilliseconds,
        maxSize: 4096,
        isCut: true,
      }),
    )
  } catch (error) {
    if (!(error instanceof OutgoingFailure)) throw error
    return neverToSucceed.has(error.code) ? { kind: 'gone' } : { kind: 'later', retryAfterSeconds: undefined }
  }
}

const neverToSucceed = new Set(['address_refused', 'invalid_address'])

function verdictOf({ status, headers }: OutgoingResponse): Verdict {
  if (status >= 200 && status < 300) return { kind: 'taken' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  if (status === 429 || status >= 500) return { kind: 'later', retryAfterSeconds: retryAfter(headers['retry-after']) }
  return { kind: 'refused', status }
}
