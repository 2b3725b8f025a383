import type { Database } from '../database.ts'
import { Refusal } from '../errors.ts'
import { readEvents } from '../events/log.ts'
import type { Event } from '../events/log.ts'
import type { Log } from '../log.ts'
import type { Follower, Listening, Tellings } from './follower.ts'
import type { Turns } from './turns.ts'

/** What each listener is told of these events, by what is known of them now. */
export type Judge<L> = (organizationId: string, events: readonly Event[]) => Promise<Tellings<L>>

export interface TailTools<L> {
  db: Database
  log: Log
  judge: Judge<L>
  /** How many may read up on what they missed at the same time. */
  turns: Turns
  /** The last of what has just been handed on. */
  handedOn: (event: Event) => void
}

const batchSize = 500
const retryMilliseconds = 500

/**
 * The end of one organization's log. What is new is read and judged once, and handed to all who follow here; who cannot take
 * it, or comes from an older cursor, reads up by itself and then joins the others.
 */
export class Tail<L extends Listening> {
  readonly #organizationId: string
  readonly #tools: TailTools<L>
  readonly #together = new Set<Follower<L>>()
  readonly #alone = new Set<Follower<L>>()
  /** Up to where those who follow together have been told; unknown while there are none. */
  #position: number | undefined
  #isWoken = false
  #isRunning = false

  constructor(organizationId: string, tools: TailTools<L>) {
    this.#organizationId = organizationId
    this.#tools = tools
  }

  get position(): number | undefined {
    return this.#position
  }

  get isEmpty(): boolean {
    return this.#together.size + this.#alone.size === 0
  }

  get readingUp(): number {
    return this.#alone.size
  }

  followers(): Array<Follower<L>> {
    return [...this.#together, ...this.#alone]
  }

  join(follower: Follower<L>): void {
    this.#alone.add(follower)
    void this.#readUp(follower)
  }

  leave(follower: Follower<L>): void {
    follower.leave()
    this.#alone.delete(follower)
    this.#together.delete(follower)
    if (this.#together.size === 0) this.#position = undefined
  }

  wake(): void {
    this.#isWoken = true
    if (!this.#isRunning) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#isWoken && this.#together.size > 0) {
      this.#isWoken = false
      await this.#advance().catch((error: unknown) => this.#recover(error))
    }
    this.#isRunning = false
  }

  async #advance(): Promise<void> {
    const after = this.#position ?? 0
    const { db, judge } = this.#tools
    const events = await readEvents(db, this.#organizationId, after, batchSize)
    const last = events.at(-1)
    if (!last) return
    const tellings = await judge(this.#organizationId, events)
    if (this.#together.size > 0) this.#position = Math.max(last.position, this.#position ?? 0)
    for (const follower of this.#together) {
      // Who came while this was being read may stand before it.
      const isTaken = follower.position >= after && follower.take(events, tellings)
      if (!isTaken) this.#sendBack(follower)
    }
    this.#tools.handedOn(last)
    if (events.length === batchSize) this.#isWoken = true
  }

  #sendBack(follower: Follower<L>): void {
    this.#together.delete(follower)
    if (this.#together.size === 0) this.#position = undefined
    this.join(follower)
  }

  #recover(error: unknown): void {
    if (isExpired(error)) return this.#together.forEach((follower) => follower.end(error))
    this.#tools.log.warn(error, 'Following the log failed and will be tried again.')
    setTimeout(() => this.wake(), retryMilliseconds).unref()
  }

  async #readUp(follower: Follower<L>): Promise<void> {
    while (!follower.isEnded) {
      if (follower.isFull) await follower.untilTaken()
      const isDone = await this.#tools.turns
        .take(this.#organizationId, () => this.#readOn(follower))
        .catch((error: unknown) => this.#recoverAlone(follower, error))
      if (isDone) return
    }
    this.leave(follower)
  }

  /** A batch of what it missed; answers whether it follows together with the others now. */
  async #readOn(follower: Follower<L>): Promise<boolean> {
    if (follower.isEnded) return false
    const { db, judge } = this.#tools
    const events = await readEvents(db, this.#organizationId, follower.position, batchSize)
    const isTaken = events.length === 0 || follower.take(events, await judge(this.#organizationId, events))
    if (!isTaken || events.length === batchSize || follower.isEnded) return false
    if (this.#position !== undefined && this.#position > follower.position) return false
    // What has been recorded since is heard by looking once more.
    this.#position ??= follower.position
    this.#alone.delete(follower)
    this.#together.add(follower)
    this.wake()
    return true
  }

  async #recoverAlone(follower: Follower<L>, error: unknown): Promise<false> {
    if (isExpired(error)) follower.end(error)
    else {
      this.#tools.log.warn(error, 'Reading up on the log failed and will be tried again.')
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds).unref())
    }
    return false
  }
}

function isExpired(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'cursor_expired'
}
