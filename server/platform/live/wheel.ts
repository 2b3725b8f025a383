/** Turns once in so many ticks: each of many things gets its turn, without a timer of its own and not all at once. */
export class Wheel<T> {
  readonly #slots: Array<Set<T>>
  readonly #places = new Map<T, Set<T>>()
  readonly #turn: (thing: T) => void
  readonly #tickMilliseconds: number
  #timer: NodeJS.Timeout | undefined
  #next = 0

  constructor(slots: number, tickMilliseconds: number, turn: (thing: T) => void) {
    this.#slots = Array.from({ length: slots }, () => new Set())
    this.#tickMilliseconds = tickMilliseconds
    this.#turn = turn
  }

  get size(): number {
    return this.#places.size
  }

  /** Who came first of those that are there. */
  get oldest(): T | undefined {
    return this.#places.keys().next().value
  }

  add(thing: T): void {
    const slot = this.#slots[this.#places.size % this.#slots.length]!
    this.#places.set(thing, slot.add(thing))
    this.#timer ??= setInterval(() => this.tick(), this.#tickMilliseconds).unref()
  }

  remove(thing: T): void {
    this.#places.get(thing)?.delete(thing)
    this.#places.delete(thing)
    if (this.#places.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  tick(): void {
    const slot = this.#slots[this.#next]!
    this.#next = (this.#next + 1) % this.#slots.length
    for (const thing of slot) this.#turn(thing)
  }
}
