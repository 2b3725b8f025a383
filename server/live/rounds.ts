const mostInARound = 100

/**
 * Tells what is new in rounds, one after another for each organization. What comes while one is under way waits for the next,
 * and of what is said again and again about one thing only the last is told: whoever toggles keeps nobody busy.
 */
export class Rounds<T> {
  readonly #tell: (organizationId: string, news: T[]) => Promise<void>
  readonly #waiting = new Map<string, Map<string, T>>()

  constructor(tell: (organizationId: string, news: T[]) => Promise<void>) {
    this.#tell = tell
  }

  add(organizationId: string, thing: string, news: T): void {
    const waiting = this.#waiting.get(organizationId)
    if (waiting) return void waiting.set(thing, news)
    this.#waiting.set(organizationId, new Map([[thing, news]]))
    void this.#run(organizationId)
  }

  async #run(organizationId: string): Promise<void> {
    const waiting = this.#waiting.get(organizationId)!
    while (waiting.size > 0) {
      const round = [...waiting].slice(0, mostInARound)
      for (const [thing] of round) waiting.delete(thing)
      await this.#tell(
        organizationId,
        round.map(([, news]) => news),
      )
    }
    this.#waiting.delete(organizationId)
  }
}
