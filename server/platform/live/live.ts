import { sql } from 'kysely'

import type { Database } from '../database.ts'
import { newestPosition, refuseCursor } from '../events/log.ts'
import type { Event } from '../events/log.ts'
import type { Log } from '../log.ts'
import type { Signals } from '../signals.ts'
import { Follower } from './follower.ts'
import type { Door, Ending, Listening } from './follower.ts'
import { Tail } from './tail.ts'
import type { Judge } from './tail.ts'
import { Turns } from './turns.ts'
import { Wheel } from './wheel.ts'

const pollMilliseconds = 5000
const beatSeconds = 20
const longestStuckMilliseconds = 60_000
const readingUpAtOnce = 4

export interface LiveOptions<L> {
  db: Database
  signals: Signals
  log: Log
  judge: Judge<L>
}

/** Everybody in this process who follows a log. An organization that nobody follows costs nothing. */
export class Live<L extends Listening> {
  readonly #options: LiveOptions<L>
  readonly #tails = new Map<string, Tail<L>>()
  readonly #turns = new Turns(readingUpAtOnce)
  readonly #wheel = new Wheel<Follower<L>>(beatSeconds, 1000, (follower) => this.#beat(follower))
  readonly #forget: () => void
  #poll: NodeJS.Timeout | undefined
  /** Of what was handed on last: how long ago it had been recorded. */
  #lagSeconds = 0

  constructor(options: LiveOptions<L>) {
    this.#options = options
    this.#forget = options.signals.on('events', (organizationId) => this.#tails.get(organizationId)?.wake())
    // What was said while nobody listened is not said again.
    void options.signals.onConnected(() => Promise.resolve(this.#tails.forEach((tail) => tail.wake())))
  }

  /** Where to follow from; refuses a cursor from which something would be missing. */
  async placeOf(organizationId: string, after: number | undefined): Promise<number> {
    const { db } = this.#options
    if (after === undefined) return newestPosition(db, organizationId)
    await refuseCursor(db, organizationId, after)
    return after
  }

  follow(listener: L, door: Door, position: number, types?: readonly string[]): Follower<L> {
    const { organizationId } = listener
    const follower = new Follower(listener, door, position, types)
    const tail = this.#tails.get(organizationId) ?? this.#newTail(organizationId)
    this.#tails.set(organizationId, tail)
    this.#poll ??= setInterval(() => this.#look(), pollMilliseconds).unref()
    this.#wheel.add(follower)
    tail.join(follower)
    return follower
  }

  leave(follower: Follower<L>): void {
    const { organizationId } = follower.listener
    const tail = this.#tails.get(organizationId)
    this.#wheel.remove(follower)
    tail?.leave(follower)
    if (tail?.isEmpty) this.#tails.delete(organizationId)
    if (this.#tails.size > 0) return
    clearInterval(this.#poll)
    this.#poll = undefined
  }

  /** Those of one organization, or all. */
  followers(organizationId?: string): Array<Follower<L>> {
    if (organizationId === undefined) return [...this.#tails.values()].flatMap((tail) => tail.followers())
    return this.#tails.get(organizationId)?.followers() ?? []
  }

  /** How many read up on what they missed, or wait until they can take more. */
  get readingUp(): number {
    return [...this.#tails.values()].reduce((sum, tail) => sum + tail.readingUp, 0)
  }

  get lagSeconds(): number {
    return this.#lagSeconds
  }

  stop(ending: Ending): void {
    this.#forget()
    for (const follower of this.followers()) {
      follower.end(ending)
      this.leave(follower)
    }
  }

  #newTail(organizationId: string): Tail<L> {
    const handedOn = ({ createdAt }: Event) => {
      this.#lagSeconds = Math.max(0, Date.now() - createdAt.getTime()) / 1000
    }
    return new Tail<L>(organizationId, { ...this.#options, turns: this.#turns, handedOn })
  }

  #beat(follower: Follower<L>): void {
    const now = Date.now()
    const over = follower.listener.overAt(now)
    if (over) follower.end(over)
    else if (follower.isStuckFor(now) > longestStuckMilliseconds) follower.end(tooSlow)
    else follower.beat()
  }

  /** A signal may get lost; so whoever has something new is also looked for now and then, in one question for all. */
  #look(): void {
    void this.#wakeWhoeverHasNews().catch((error: unknown) =>
      this.#options.log.warn(error, 'Looking for events that nobody told of failed.'),
    )
  }

  async #wakeWhoeverHasNews(): Promise<void> {
    const ids = [...this.#tails.keys()]
    const found = await sql<{ organizationId: string; position: number | null }>`
      select organization_id, null::bigint as position from events
      where position is null and organization_id = any(${ids}) group by organization_id
      union all
      select organization_id, max(last_position) from event_positions
      where organization_id = any(${ids}) group by organization_id
    `.execute(this.#options.db)
    for (const { organizationId, position } of found.rows) {
      const tail = this.#tails.get(organizationId)
      if (tail && (position === null || position > (tail.position ?? position))) tail.wake()
    }
  }
}

const tooSlow: Ending = {
  code: 'too_slow',
  message: 'What was sent was not taken for too long: come back from your cursor.',
}
