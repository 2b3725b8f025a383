/** How many one of many who share a room may have: less the fewer are free, and one as long as there is any. */
export function fairShare(most: number, free: number): number {
  return Math.min(most, Math.ceil(free / 4))
}

/** How much is under way at once, by the names of what it loads. */
export class Capacity {
  readonly #used = new Map<string, number>()

  /** Takes a place of each name that has a limit here, or none at all; answers how to give them back. */
  take(limits: Record<string, number>): (() => void) | undefined {
    const names = Object.keys(limits)
    if (names.some((name) => this.used(name) >= limits[name]!)) return undefined
    for (const name of names) this.#used.set(name, this.used(name) + 1)
    return () => {
      for (const name of names) this.#give(name)
    }
  }

  used(name: string): number {
    return this.#used.get(name) ?? 0
  }

  #give(name: string): void {
    const left = this.used(name) - 1
    if (left > 0) this.#used.set(name, left)
    else this.#used.delete(name)
  }
}
