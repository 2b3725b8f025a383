import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether the form came from Twilio: only who holds the auth token can sign. `url` is what Twilio was told to ask for, query
 * included, so it is built from the public address and never from the Host header.
 */
export function isSigned(
  authToken: string,
  url: string,
  form: URLSearchParams,
  signature: string | undefined,
): boolean {
  // Without a token anybody could sign.
  if (!authToken || !signature) return false
  const given = Buffer.from(signature)
  return candidates(url).some((candidate) => isSame(given, Buffer.from(signatureOf(authToken, candidate, form))))
}

/** Twilio: base64(HMAC-SHA1(auth token, URL + every name and value)). https://www.twilio.com/docs/usage/security */
function signatureOf(authToken: string, url: string, form: URLSearchParams): string {
  return createHmac('sha1', authToken)
    .update(url + signedText(form), 'utf8')
    .digest('base64')
}

/** Names sorted by code unit; a repeated name's values are sorted too, and equal ones count once (twilio-node 6.2). */
function signedText(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted()
  return names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value)).join('')
}

/** Twilio signs with or without the port, depending on the product: so also without one, and with the scheme's own. */
function candidates(url: string): string[] {
  const [, scheme = '', host = '', port, rest = ''] =
    /^(https?:\/\/)(\[[^\]]*\]|[^/?#:]*)(:\d+)?(.*)$/is.exec(url) ?? []
  if (!scheme) return [url]
  return [
    url,
    scheme + host + rest,
    ...(port ? [] : [scheme + host + (/^https/i.test(scheme) ? ':443' : ':80') + rest]),
  ]
}

function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected)
}
