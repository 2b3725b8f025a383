import { lookup as lookUpHost } from 'node:dns'
import type { LookupAddress, LookupOptions } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

/**
 * What no provider ever answers on, and what gives away a machine's cloud credentials.
 * IANA: special-purpose address registries. Metadata: 169.254.169.254 (AWS, Google, Azure, Oracle), fd00:ec2::254 (AWS),
 * fd20:ce::254 (Google), 168.63.129.16 (Azure), 100.100.100.200 (Alibaba). 64:ff9b::/96 is NAT64 (RFC 6052),
 * 64:ff9b:1::/48 too (RFC 8215), ::ffff:0:0:0/96 SIIT (RFC 7915), 2002::/16 6to4, 2001::/32 Teredo: each holds an IPv4 address.
 */
const alwaysRefused = ranges(`
  0.0.0.0/8 169.254.0.0/16 224.0.0.0/4 255.255.255.255/32 168.63.129.16/32 100.100.100.200/32
  ::/128 fe80::/10 ff00::/8 fd00:ec2::/32 fd20:ce::/32
  64:ff9b::a9fe:0/112 64:ff9b::a83f:8110/128 64:ff9b::6464:64c8/128 64:ff9b:1::a9fe:0/112 ::ffff:0:a9fe:0/112
  2002:a9fe::/32 ::a9fe:0/112`)

const privateRanges = ranges(`
  10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 240.0.0.0/4
  ::/96 ::ffff:0:0:0/96 100::/64 2001::/32 64:ff9b::/96 64:ff9b:1::/48 2002::/16 fc00::/7 fec0::/10`)

/** The address is one that this machine must not be talked into reaching. */
export class AddressRefused extends Error {
  readonly code = 'address_refused'

  constructor(address: string) {
    super(`The address ${address} must not be reached from here.`)
    this.name = 'AddressRefused'
  }
}

export type AddressCheck = (address: string) => boolean

export function isRefused(allowPrivate: boolean): AddressCheck {
  const list = blockList(allowPrivate ? alwaysRefused : [...alwaysRefused, ...privateRanges])
  return (address) => {
    const [bare = ''] = address.split('%')
    return list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4')
  }
}

/**
 * Resolves, and refuses what must not be reached. The socket connects to exactly what comes back from here, so a name that
 * resolves to something else a moment later gains nothing.
 */
export function guardLookup(isAddressRefused: AddressCheck, lookup: LookupFunction = lookUpHost): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    lookup(hostname, options, (error, found, family) => {
      const addresses: LookupAddress[] =
        typeof found === 'string' ? [{ address: found, family: family ?? 0 }] : (found ?? [])
      const refused = error ? undefined : addresses.find(({ address }) => isAddressRefused(address))
      callback(refused ? new AddressRefused(refused.address) : error, found, family)
    })
  }
}

function blockList(refused: string[]): BlockList {
  const list = new BlockList()
  for (const range of refused) {
    const [address = '', prefix] = range.split('/')
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

function ranges(text: string): string[] {
  return text.trim().split(/\s+/)
}
