/** Does it soon when it is asked for, and then at most so often, however often it is asked for. */
export class Pace {
  readonly #work: () => Promise<void>
  readonly #everyMilliseconds: number
  readonly #soonMilliseconds: number
  #timer: ReturnType<typeof setTimeout> | undefined
  #isWorking = false
  #isAskedAgain = false
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(work: () => Promise<void>, { every, soon }: { every: number; soon: number }) {
    this.#work = work
    this.#everyMilliseconds = every
    this.#soonMilliseconds = soon
  }

  ask(): void {
    if (this.#isWorking) this.#isAskedAgain = true
    if (this.#isWorking || this.#timer !== undefined) return
    const wait = Math.max(this.#soonMilliseconds, this.#lastAt + this.#everyMilliseconds - performance.now())
    this.#timer = setTimeout(() => void this.#run(), wait)
  }

  /** Without waiting for its turn: for what one did oneself. */
  hurry(): void {
    if (this.#isWorking) this.#isAskedAgain = true
    if (this.#isWorking) return
    clearTimeout(this.#timer)
    void this.#run()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #run(): Promise<void> {
    this.#timer = undefined
    this.#isWorking = true
    this.#lastAt = performance.now()
    await this.#work().catch(() => undefined)
    this.#isWorking = false
    if (!this.#isAskedAgain) return
    this.#isAskedAgain = false
    this.ask()
  }
}
