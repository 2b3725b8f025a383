import { isIPv6 } from 'node:net'

/**
 * Whom to count as one who tries: an IPv4 address, or the /64 network of an IPv6 address, since whoever has one of these
 * has 2^64 (RFC 6177) and could come from another at every try.
 */
export function clientAddress(ip: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip) ?? []
  if (mapped) return mapped
  return isIPv6(ip) ? `${firstGroups(ip).join(':')}::/64` : ip
}

/** Whether a proxy passed it on, by what proxies add to a request: RFC 7239, RFC 9110 §7.6.3, and what is common besides. */
export function isForwarded(headers: Record<string, unknown>): boolean {
  return ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].some((name) => headers[name] !== undefined)
}

export function isLoopback(ip: string): boolean {
  return ip === '::1' || clientAddress(ip).startsWith('127.')
}

/** The first four of the eight groups. An IPv4 address at the end stands for the last two. */
function firstGroups(ip: string): string[] {
  const [left = [], right = []] = ip.split('::').map((half) => half.split(':').filter(Boolean))
  const written = left.length + right.length + (ip.includes('.') ? 1 : 0)
  const zeros = Array.from({ length: Math.max(8 - written, 0) }, () => '0')
  return [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
}
