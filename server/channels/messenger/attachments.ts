import type { Outgoing, OutgoingResponse } from '../../platform/outgoing.ts'

/** In bytes: as much as Messenger takes. */
const maxSize = 25 * 1024 * 1024
const timeoutMilliseconds = 30_000
const maxRedirects = 3

/** Meta: what was attached lies at an address that says everything itself, and is good for some days. No token goes there. */
export async function fetchAttachment(outgoing: Outgoing, url: string) {
  let target = new URL(url)
  const signal = AbortSignal.timeout(timeoutMilliseconds)
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const response = await outgoing.request(target, { timeoutMilliseconds, maxSize, signal })
    const { location } = response.headers
    if (![301, 302, 303, 307, 308].includes(response.status) || !location) return attachmentIn(response)
    target = new URL(location, target)
  }
  throw new Error(`The attachment is behind more than ${maxRedirects} redirects.`)
}

function attachmentIn({ status, body: bytes, headers }: OutgoingResponse): { bytes: Buffer; contentType: string } {
  if (status !== 200) throw new Error(`The attachment was answered with ${status}.`)
  return { bytes, contentType: headers['content-type'] || 'application/octet-stream' }
}
