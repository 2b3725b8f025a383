import { tooMany } from '../platform/errors.ts'

const minute = 60_000
const mostCounted = 50_000

/** How often somebody may do something in a minute, in this process. */
export class Limits {
  #counts = new Map<string, number>()
  #since = 0

  /** Refuses who would do it more often than that. */
  take(what: string, who: string, most: number, now = Date.now()): void {
    // In windows of a minute for all: one number each, forgotten together. Who would fill the memory begins a new one.
    if (now - this.#since >= minute || this.#counts.size >= mostCounted) {
      this.#counts = new Map()
      this.#since = now
    }
    const key = `${what} ${who}`
    const count = (this.#counts.get(key) ?? 0) + 1
    if (count > most) {
      const seconds = Math.max(1, (this.#since + minute - now) / 1000)
      throw tooMany('too_many_requests', `That was too often. Try again in ${Math.ceil(seconds)} seconds.`, seconds)
    }
    this.#counts.set(key, count)
  }
}
