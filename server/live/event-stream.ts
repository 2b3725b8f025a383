import { Readable } from 'node:stream'

import type { Door, Ending, Telling } from '../platform/live/follower.ts'
import { recordOf } from './wording.ts'

/** Bytes that may wait for who reads slowly; the rest waits in the log. */
const mostWaiting = 262_144
const retryMilliseconds = 2000
const endingMilliseconds = 5000

/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html */
export class EventStream extends Readable implements Door {
  #taken: (() => void) | undefined

  constructor(position: number) {
    super({ highWaterMark: mostWaiting / 4 })
    // With the cursor, so that who is cut off before the first event misses nothing either.
    this.push(`retry: ${retryMilliseconds}\n: from here\nid: ${position}\n\n`)
  }

  override _read(): void {
    const effect = this.#taken
    this.#taken = undefined
    effect?.()
  }

  tell(telling: Telling): void {
    this.#write(recordOf(telling))
  }

  /** Without data it moves only the cursor of who comes back. */
  beat(position: number): void {
    this.#write(`: still here\nid: ${position}\n\n`)
  }

  isFull(): boolean {
    return this.readableLength > mostWaiting
  }

  whenTaken(effect: () => void): void {
    this.#taken = effect
  }

  end(ending: Ending): void {
    if (this.isFull()) return void this.destroy()
    this.#write(`event: end\ndata: ${JSON.stringify(ending)}\n\n`)
    this.push(null)
    // Who does not read would keep its connection, and its seat, for ever.
    setTimeout(() => this.destroy(), endingMilliseconds).unref()
  }

  #write(text: string): void {
    if (!this.destroyed && !this.readableEnded) this.push(text)
  }
}
