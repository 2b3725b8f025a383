import { isIP } from 'node:net'

import { invalid } from '../platform/errors.ts'
import { isReachable } from '../platform/outgoing.ts'

/**
 * Says at once what would never work. What a name leads to is looked at with each call anew: it may lead elsewhere by then.
 */
export function refuseBadAddress(text: string, isPrivateAllowed: boolean): string {
  const url = URL.parse(text)
  const schemes = isPrivateAllowed ? ['https:', 'http:'] : ['https:']
  if (!url || !schemes.includes(url.protocol)) throw invalid('url', 'it must begin with https://.')
  if (url.username || url.password) throw invalid('url', 'it must not hold a user or a password.')
  if (url.hash || text.includes('#')) throw invalid('url', 'it must not have a part behind #.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0 && !isReachable(host, isPrivateAllowed)) throw notPublic()
  if (!isPrivateAllowed && /(^|\.)localhost\.?$/.test(host)) throw notPublic()
  return url.href
}

function notPublic() {
  return invalid('url', 'it is an address of this machine or its network, which webhooks do not reach.')
}
