import { createHash, createPublicKey } from 'node:crypto'
import { isIP } from 'node:net'

import { invalid } from '../platform/errors.ts'
import { isReachable } from '../platform/outgoing.ts'

/** What a browser answers who subscribes (Push API): where its push service is called, and what is encrypted with. */
export interface BrowserKeys {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

/** Says at once what would never work. Where a name leads is looked at with each call anew. */
export function refuseBadKeys({ endpoint, keys }: BrowserKeys, isPrivateAllowed: boolean): void {
  const url = URL.parse(endpoint)
  const schemes = isPrivateAllowed ? ['https:', 'http:'] : ['https:']
  if (!url || !schemes.includes(url.protocol)) throw invalid('endpoint', 'it must begin with https://.')
  if (url.username || url.password) throw invalid('endpoint', 'it must not hold a user or a password.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isInner = isIP(host) > 0 ? !isReachable(host, isPrivateAllowed) : isLocal(host) && !isPrivateAllowed
  if (isInner) throw invalid('endpoint', 'it is an address of this machine or its network.')
  if (Buffer.from(keys.auth, 'base64url').length !== 16) throw invalid('keys.auth', 'it must be 16 bytes in base64url.')
  if (!isPoint(keys.p256dh)) throw invalid('keys.p256dh', 'it must be a public key on the curve P-256, in base64url.')
}

function isLocal(host: string): boolean {
  return /(^|\.)localhost\.?$/.test(host)
}

/** Uncompressed, as RFC 8291 has it: a byte 4 and both coordinates. */
function isPoint(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 65 || bytes[0] !== 4) return false
  const [x, y] = [bytes.subarray(1, 33).toString('base64url'), bytes.subarray(33).toString('base64url')]
  try {
    createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/** By all of it: who knows the address alone is another browser, and takes nobody's place. */
export function hashOf({ endpoint, keys }: BrowserKeys): string {
  return createHash('sha256').update(`${endpoint} ${keys.p256dh} ${keys.auth}`).digest('hex')
}
