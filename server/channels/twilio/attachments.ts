import type { Outgoing, OutgoingResponse } from '../../platform/outgoing.ts'
import type { Connection } from '../connector.ts'
import { accountOf } from './account.ts'

/** In bytes. */
export const maxAttachmentSize = 25 * 1024 * 1024

const timeoutMilliseconds = 30_000
const maxRedirects = 3

/**
 * Twilio: media asks for the account's credentials and answers with a redirect to a host that must not see them.
 * https://www.twilio.com/docs/messaging/api/media-resource
 */
export async function fetchAttachment(outgoing: Outgoing, connection: Connection, url: string) {
  const { authorization, baseUrl } = accountOf(connection)
  let target = new URL(url)
  if (!isProviders(target, baseUrl)) throw new Error(`${target.origin} is not where Twilio keeps attachments.`)

  const signal = AbortSignal.timeout(timeoutMilliseconds)
  let headers: Record<string, string> = { authorization }
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await outgoing.request(target, {
      timeoutMilliseconds,
      maxSize: maxAttachmentSize,
      headers,
      signal,
    })
    const next = redirectOf(response, target)
    if (!next) return attachmentIn(response)
    if (next.origin !== target.origin) headers = {}
    target = next
  }
  throw new Error(`The attachment is behind more than ${maxRedirects} redirects.`)
}

function isProviders(url: URL, baseUrl: string): boolean {
  return url.origin === new URL(baseUrl).origin || (url.protocol === 'https:' && url.hostname.endsWith('.twilio.com'))
}

function redirectOf(response: OutgoingResponse, from: URL): URL | undefined {
  const location = response.headers['location']
  if (![301, 302, 303, 307, 308].includes(response.status) || !location) return undefined
  const next = new URL(location, from)
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw new Error(`An attachment cannot be had by ${next.protocol}`)
  return next
}

function attachmentIn(response: OutgoingResponse): { bytes: Buffer; contentType: string } {
  if (response.status !== 200) throw new Error(`The attachment was answered with ${response.status}.`)
  return { bytes: response.body, contentType: response.headers['content-type'] || 'application/octet-stream' }
}
