import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'

import { sql } from 'kysely'
import pg from 'pg'

import { afterCommit } from './database.ts'
import type { Trx } from './database.ts'
import type { Log } from './log.ts'

const postgresChannel = 'tether'
const gatherMilliseconds = 10
const reconnectMilliseconds = 500

type Listener = (payload: string) => unknown

/**
 * Wakes whoever waits for something, in this process at once and in the others through LISTEN/NOTIFY. A signal may get
 * lost with its connection: it says only "look again", and everybody who waits also looks by himself now and then.
 */
export class Signals {
  readonly #url: string
  readonly #log: Log
  readonly #self = randomBytes(6).toString('hex')
  readonly #listeners = new Map<string, Set<Listener>>()
  readonly #onLost = new Set<() => void>()
  readonly #onConnected = new Set<(client: pg.Client) => Promise<void>>()
  #client: pg.Client | undefined
  #unsent = new Set<string>()
  #flushing: Promise<void> | undefined
  #isClosed = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(url: string, log: Log) {
    this.#url = url
    this.#log = log
  }

  /** While false, what other processes say is not heard here: nothing may be cached on the strength of a signal. */
  get isListening(): boolean {
    return this.#client !== undefined
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'tether signals',
      // It mostly waits: without, the end of one that broke silently would never be noticed.
      keepAlive: true,
      // The system itself would ask for the first time after two hours.
      keepAliveInitialDelayMillis: 10_000,
    })
    client.on('error', () => undefined)
    client.on('notification', (notification) => this.#receive(notification.payload ?? ''))
    try {
      await this.#prepare(client)
    } catch (error) {
      await client.end()
      throw error
    }
    if (this.#isClosed) return client.end()
    client.on('end', () => this.#lose(client))
    this.#client = client
  }

  async #prepare(client: pg.Client): Promise<void> {
    await client.connect()
    await client.query(`listen ${postgresChannel}`)
    for (const effect of this.#onConnected) await effect(client)
  }

  on(topic: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  onLost(effect: () => void): void {
    this.#onLost.add(effect)
  }

  /** Runs on the direct connection, now and on every new one; a session lock is taken here. */
  async onConnected(effect: (client: pg.Client) => Promise<void>): Promise<void> {
    this.#onConnected.add(effect)
    await this.#alone((client) => effect(client))
  }

  /** Notifications of some milliseconds go out as one: NOTIFY makes commits wait for each other. */
  send(topic: string, payload: string): void {
    this.#dispatch(topic, payload)
    this.#unsent.add(`${topic} ${payload}`)
    this.#flushing ??= this.#flush()
  }

  /** With the commit itself, so also while this process does not hear: for what nobody finds out by looking. */
  async sendWithCommit(trx: Trx, topic: string, payload: string): Promise<void> {
    const text = `${this.#self}\n${topic} ${payload}`
    await sql`select pg_notify(${postgresChannel}, ${text})`.execute(trx)
    afterCommit(trx, () => this.#dispatch(topic, payload))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#flushing
    await this.#client?.end()
  }

  async #flush(): Promise<void> {
    while (this.#unsent.size > 0) {
      await setTimeout(gatherMilliseconds)
      const lines = [...this.#unsent]
      this.#unsent = new Set()
      for (const text of inChunks(lines, 7000)) await this.#notify(text)
    }
    this.#flushing = undefined
  }

  async #notify(text: string): Promise<void> {
    const values = [postgresChannel, `${this.#self}\n${text}`]
    await this.#alone((client) => client.query('select pg_notify($1, $2)', values)).catch((error: unknown) =>
      this.#log.warn(error, 'A notification was not sent; others find out by looking.'),
    )
  }

  /** One at a time: the connection takes the next statement when it has answered the last. */
  #alone(work: (client: pg.Client) => Promise<unknown>): Promise<unknown> {
    const turn = this.#turn.then(() => this.#client && work(this.#client))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #receive(payload: string): void {
    const [sender, ...lines] = payload.split('\n')
    if (sender === this.#self) return
    for (const line of lines) {
      const space = line.indexOf(' ')
      this.#dispatch(line.slice(0, space), line.slice(space + 1))
    }
  }

  #dispatch(topic: string, payload: string): void {
    for (const listener of this.#listeners.get(topic) ?? []) {
      try {
        listener(payload)
      } catch (error) {
        this.#log.error(error, `A listener to ${topic} failed.`)
      }
    }
  }

  #lose(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined
    for (const effect of this.#onLost) effect()
    if (!this.#isClosed) void this.#reconnect()
  }

  async #reconnect(): Promise<void> {
    while (!this.#isClosed && !this.#client) {
      await setTimeout(reconnectMilliseconds)
      await this.connect().catch((error: unknown) => this.#log.warn(error, 'The listening connection is down.'))
    }
  }
}

// A notification holds less than 8,000 bytes.
function inChunks(lines: string[], size: number): string[] {
  const chunks: string[] = []
  for (const line of lines) {
    const last = chunks.at(-1)
    if (last !== undefined && last.length + line.length < size) chunks[chunks.length - 1] = `${last}\n${line}`
    else chunks.push(line)
  }
  return chunks
}
