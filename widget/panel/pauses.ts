const first = 1000
const longest = 30_000

/** Ever longer, and never all browsers at the same moment after the server was away. */
export class Pauses {
  #tries = 0

  next(): number {
    const pause = Math.min(longest, first * 2 ** this.#tries++)
    return pause * (0.5 + Math.random() / 2)
  }

  reset(): void {
    this.#tries = 0
  }
}
