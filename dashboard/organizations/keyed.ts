/** Things that have no id, told apart while they are edited and put in another order. */
export type Keyed<Thing> = Thing & { key: string }

export function keyed<Thing extends object>(things: readonly Thing[], prefix = 'saved'): Keyed<Thing>[] {
  return things.map((thing, index) => ({ ...thing, key: `${prefix}${index}` }))
}

export function withoutKeys<Thing extends object>(things: readonly Keyed<Thing>[]): Omit<Keyed<Thing>, 'key'>[] {
  return things.map(({ key: _key, ...thing }) => thing)
}
