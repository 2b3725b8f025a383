import type { Event } from '../events/log.ts'

/** What a listener is told: an event itself, or what the event means to this listener. */
export interface Telling {
  type: string
  position: number
}

/** Why somebody who listened is sent away: a stable code for programs and a sentence for people. */
export interface Ending {
  code: string
  message: string
}

/** The way out to one listener. */
export interface Door {
  tell: (telling: Telling) => void
  /** Says that the connection stands, and up to where the log has been looked through for it. */
  beat: (position: number) => void
  /** Whether as much waits to be taken as may wait. */
  isFull: () => boolean
  /** Once what waits has been taken. */
  whenTaken: (effect: () => void) => void
  end: (ending: Ending) => void
}

export interface Listening {
  organizationId: string
  /** Why it may listen no longer, if so. */
  overAt: (now: number) => Ending | undefined
}

export type Tellings<L> = (listener: L, event: Event) => readonly Telling[]

/** One who follows the log of an organization, with a cursor of its own. */
export class Follower<L extends Listening> {
  readonly listener: L
  readonly #door: Door
  readonly #types: ReadonlySet<string> | undefined
  #position: number
  #isEnded = false
  #fullSince: number | undefined
  #goOn: () => void = () => undefined

  constructor(listener: L, door: Door, position: number, types?: readonly string[]) {
    this.listener = listener
    this.#door = door
    this.#position = position
    this.#types = types && new Set(types)
  }

  get position(): number {
    return this.#position
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  get isFull(): boolean {
    return this.#door.isFull()
  }

  /** What it has not been told yet; answers false when it takes no more for now, and the rest is left to its cursor. */
  take(events: readonly Event[], tellings: Tellings<L>): boolean {
    for (const event of events) {
      if (event.position <= this.#position) continue
      if (this.#isEnded) return true
      if (this.#door.isFull()) return false
      for (const telling of tellings(this.listener, event)) this.#tell(telling)
      this.#position = event.position
    }
    return true
  }

  /** Outside the log: what concerns this listener alone. */
  say(telling: { type: string; [name: string]: unknown }): void {
    if (!this.#isEnded) this.#door.tell({ ...telling, position: this.#position })
  }

  #tell(telling: Telling): void {
    if (!this.#types || this.#types.has(telling.type)) this.#door.tell(telling)
  }

  /** Resolves as well when it is over. */
  async untilTaken(now = Date.now()): Promise<void> {
    this.#fullSince = now
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#goOn = resolve
    this.#door.whenTaken(resolve)
    await promise
    this.#fullSince = undefined
  }

  beat(): void {
    if (!this.#isEnded && !this.isFull) this.#door.beat(this.#position)
  }

  isStuckFor(now: number): number {
    return this.#fullSince === undefined ? 0 : now - this.#fullSince
  }

  /** It left by itself, or its connection did. */
  leave(): void {
    this.#isEnded = true
    this.#goOn()
  }

  end(ending: Ending): void {
    if (this.#isEnded) return
    this.leave()
    this.#door.end(ending)
  }
}
