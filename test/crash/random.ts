/** Chances that come again with the same seed; what happens at the same time as what does not. */
export interface Random {
  chance: (probability: number) => boolean
  between: (least: number, most: number) => number
  pick: <T>(values: readonly T[]) => T
}

/** Mulberry32: small, and random enough to choose moments. */
export function randomFrom(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value ^= value + Math.imul(value ^ (value >>> 7), 61 | value)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    chance: (probability) => next() < probability,
    between,
    pick: (values) => values[between(0, values.length - 1)]!,
  }
}
