import type { Channel } from './queries.ts'
import { texts } from './texts.ts'

/** Where one writes to; what a webchat is called between programs tells nobody anything. */
export function shownAddress({ type, identifier }: Pick<Channel, 'type' | 'identifier'>): string {
  return type === 'webchat' ? texts.onSite : shownNumber(identifier)
}

/** As people write it: +1 415 555 0123. What we have no rule for stays as it is. */
export function shownNumber(address: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(address) ?? []
  return area ? `+1 ${area} ${exchange} ${line}` : address
}
