import { createHash } from 'node:crypto'

/**
 * Under what a channel is found by its verify token, which is all that Meta says when it checks our address. Pages of one app
 * share it, so the channel's own page is in it too.
 */
export function verifyAddress(verifyToken: string, pageId: string): string {
  return `${verifyPrefix(verifyToken)}${pageId}`
}

/** What such addresses begin with. A hash is looked up, so that how long it takes tells nothing of the token. */
export function verifyPrefix(verifyToken: string): string {
  return `verify ${createHash('sha256').update(verifyToken).digest('hex')} `
}
