import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'

import type { Tokens } from '../identity/tokens.ts'
import type { Config } from '../platform/config.ts'
import type { Database } from '../platform/database.ts'
import type { Follower, Door } from '../platform/live/follower.ts'
import { Live } from '../platform/live/live.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import { readFacts } from './facts.ts'
import type { Listener } from './listener.ts'
import { Presence } from './presence.ts'
import type { TypingHeard } from './presence.ts'
import { Rechecks } from './rechecks.ts'
import { Seats } from './seats.ts'

export interface HouseTools {
  db: Database
  tokens: Tokens
  signals: Signals
  log: Log
  config: Config
  /** Who is to be told, outside of the house, that somebody writes. */
  onTyping?: TypingHeard
}

/** Everybody who hears in this process what happens, whichever door they came through. */
export class House {
  readonly presence: Presence
  readonly #live: Live<Listener>
  readonly #seats: Seats
  readonly #rechecks: Rechecks
  readonly #counts = { stream: 0, socket: 0 }

  constructor(tools: HouseTools) {
    const { db, signals, log, config, onTyping } = tools
    this.#live = new Live<Listener>({
      db,
      signals,
      log,
      async judge(organizationId, events) {
        const facts = await readFacts(db, organizationId, events)
        return (listener, event) => listener.hear(event, facts)
      },
    })
    this.#seats = new Seats(config.liveConnections)
    this.#rechecks = new Rechecks(tools, this.#live)
    this.presence = new Presence({ db, signals, log, ...(onTyping ? { onTyping } : {}) })
  }

  /** Where the listener is to follow from, and its seat; refuses a cursor that is lost, and who would be too many. */
  async admit(listener: Listener, after: number | undefined): Promise<{ position: number; giveBack: () => void }> {
    const position = await this.#live.placeOf(listener.organizationId, after)
    return { position, giveBack: this.#seats.take(listener) }
  }

  follow(
    kind: 'stream' | 'socket',
    {
      listener,
      door,
      position,
      types,
    }: { listener: Listener; door: Door; position: number; types?: string[] | undefined },
  ): Follower<Listener> {
    this.#counts[kind]++
    const follower = this.#live.follow(listener, door, position, types)
    this.#rechecks.watch(follower)
    return follower
  }

  leave(kind: 'stream' | 'socket', follower: Follower<Listener>): void {
    this.#counts[kind]--
    this.#rechecks.leave(follower)
    this.#live.leave(follower)
  }

  stop(): void {
    this.presence.stop()
    this.#live.stop({ code: 'server_stopping', message: 'The server stops: come back from your cursor.' })
  }

  readonly metrics = (registry: Registry): void => {
    for (const { read, ...gauge } of this.#gauges) {
      new Gauge({
        ...gauge,
        registers: [registry],
        collect() {
          this.set(read())
        },
      })
    }
  }

  readonly #gauges = [
    { name: 'tether_live_streams', help: 'Event streams that are open.', read: () => this.#counts.stream },
    { name: 'tether_live_sockets', help: 'WebSockets that are open.', read: () => this.#counts.socket },
    {
      name: 'tether_live_reading_up',
      help: 'Live connections that read up on what they missed, or could not take.',
      read: () => this.#live.readingUp,
    },
    {
      name: 'tether_live_lag_seconds',
      help: 'How old the event was that was handed to live connections last.',
      read: () => this.#live.lagSeconds,
    },
  ]
}
