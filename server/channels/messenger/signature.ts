import { createHmac, timingSafeEqual } from 'node:crypto'

import type { Connection } from '../connector.ts'

/**
 * Meta: `X-Hub-Signature-256` is over the very bytes of the body, escapes and all, with the secret of the app that calls.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function isSignedBy({ credentials }: Connection, bytes: Buffer, header: unknown): boolean {
  const secret = credentials['appSecret']
  if (typeof secret !== 'string' || secret === '' || typeof header !== 'string') return false
  const expected = Buffer.from(`sha256=${hmac(secret, bytes)}`)
  const given = Buffer.from(header)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** Proves to Meta that whoever has the token is the app itself. */
export function proofOf(pageToken: string, appSecret: string): string {
  return hmac(appSecret, pageToken)
}

function hmac(secret: string, data: string | Buffer): string {
  return createHmac('sha256', secret).update(data).digest('hex')
}
