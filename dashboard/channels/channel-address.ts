import type { Channel } from './queries.ts'

/** As people write it: +1 415 555 0123. What we have no rule for stays as it is. */
export function shownAddress({ type, identifier }: Pick<Channel, 'type' | 'identifier'>): string {
  if (type === 'webchat') return ''
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(identifier) ?? []
  return area ? `+1 ${area} ${exchange} ${line}` : identifier
}
