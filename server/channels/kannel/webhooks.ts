import { timingSafeEqual, createHash } from 'node:crypto'

import type { Connection, DeliveryError, Inbound, ProviderRequest, Receipt, Webhooks } from '../connector.ts'

/** Kannel signs nothing; it names the channel and its password, with every call, as HTTP Basic does. */
export const webhooks: Webhooks = {
  isGenuine: ({ channelId, credentials }, { headers }) => {
    const expected = Buffer.from(`${channelId}:${String(credentials['webhookPassword'])}`).toString('base64')
    return credentials['webhookPassword'] !== undefined && isSame(headers['authorization'], `Basic ${expected}`)
  },
  readInbound,
  readReceipt,
}

function isSame(given: string | string[] | undefined, expected: string): boolean {
  const [one, other] = [String(given), expected].map((each) => createHash('sha256').update(each).digest())
  return timingSafeEqual(one!, other!)
}

/** The number and the id stand in the query, what was written is the body; https://www.kannel.org userguide, sms-service post-url. */
function readInbound({ url, body }: ProviderRequest, { settings }: Connection): Inbound | undefined {
  const query = queryOf(url)
  const id = text(query, 'id').slice(0, 100)
  const from = text(query, 'from')
  if (!id || !from) return undefined
  return {
    kind: 'inbound',
    providerMessageId: `${id} ${digestOf(`${from}\n${body}`)}`,
    from: settings['hasPrefixes'] === false ? from : withPlus(from),
    to: text(query, 'to'),
    content: body.replaceAll('\0', '\ufffd').toWellFormed().slice(0, 10_000),
    attachments: [],
  }
}

// Gateways count anew after a restart: the same id with other words is another message, and with the same ones a repetition.
function digestOf(said: string): string {
  return createHash('sha256').update(said).digest('hex').slice(0, 16)
}

// Short codes and names stay what they are, and no country's prefix begins with a zero.
function withPlus(from: string): string {
  return /^[1-9]\d{8,14}$/.test(from) ? `+${from}` : from
}

/** What became of it, by the bits of `dlr-mask`. */
const news: Record<string, Receipt['status']> = { 1: 'delivered', 2: 'failed', 8: 'sent', 16: 'failed' }

/** Kannel gives each receipt an id of its own, so only the attempt in its address tells which message it is about. */
function readReceipt({ url }: ProviderRequest, attemptId: string | undefined): Receipt | undefined {
  const query = queryOf(url)
  const type = text(query, 'type')
  const status = Object.hasOwn(news, type) ? news[type] : undefined
  if (!attemptId || !status) return undefined
  return {
    kind: 'receipt',
    attemptId,
    providerMessageId: attemptId,
    status,
    providerStatus: `dlr ${type}`,
    ...(status === 'failed' ? { error: failureOf(type, text(query, 'answer')) } : {}),
  }
}

function failureOf(type: string, answer: string): DeliveryError {
  const who = type === '16' ? 'The SMS centre refused the message' : 'The message could not be delivered'
  return { code: `dlr_${type}`, message: `${who}${answer ? `: ${answer.slice(0, 200)}` : '.'}` }
}

function queryOf(url: string): URLSearchParams {
  return new URL(url, 'http://localhost').searchParams
}

function text(query: URLSearchParams, name: string): string {
  return (query.get(name) ?? '').replaceAll('\0', '').toWellFormed().trim()
}
