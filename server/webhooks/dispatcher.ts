import type { Database } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Outgoing } from '../platform/outgoing.ts'
import type { Signals } from '../platform/signals.ts'
import { call } from './calling.ts'
import { Capacity, fairShare } from './capacity.ts'
import { claimDue } from './claim.ts'
import type { Call } from './claim.ts'
import { settle } from './outcomes.ts'
import { dueQueues } from './queue.ts'
import type { QueueKey } from './queue.ts'
import type { Announcer } from './switching-off.ts'
import type { WebhookTools } from './tools.ts'

const pollMilliseconds = 1000
const finishMilliseconds = 6000

/**
 * At once in this process. A receiver may take 15 seconds for each answer: so none gets many places, nor does a host or an
 * organization with many receivers; and of what is free none takes more than a quarter, so that many who are slow together
 * leave room for who comes next.
 */
const most = { webhook: 4, host: 8, organization: 32, all: 256 }

interface Surroundings {
  db: Database
  outgoing: Outgoing
  announcer: Announcer
  signals: Signals
  log: Log
}

/** Tells every webhook of every organization what is in line for it, until it is stopped. */
export function startTelling(
  { outgoing }: WebhookTools,
  announcer: Announcer,
  surroundings: Omit<Surroundings, 'outgoing' | 'announcer'>,
): { stop: () => Promise<void> } {
  const dispatcher = new Dispatcher({ ...surroundings, outgoing, announcer })
  dispatcher.start()
  return dispatcher
}

class Dispatcher {
  readonly #to: Surroundings
  readonly #capacity = new Capacity()
  readonly #lanes = new Map<string, { isAgain: boolean }>()
  /** Those that found no place. */
  readonly #hungry = new Set<string>()
  readonly #inFlight = new Set<Promise<void>>()
  readonly #abort = new AbortController()
  #forget = () => {}
  #timer: NodeJS.Timeout | undefined
  #isStopping = false

  constructor(surroundings: Surroundings) {
    this.#to = surroundings
  }

  start(): void {
    this.#forget = this.#to.signals.on('webhooks', (key) => this.#wake(key))
    this.#timer = setInterval(() => void this.#lookAround(), pollMilliseconds)
    void this.#lookAround()
  }

  /** Takes no more, lets what is on its way finish, and writes down what became of it. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#timer)
    this.#forget()
    const tooLong = setTimeout(() => this.#abort.abort(), finishMilliseconds)
    while (this.#lanes.size > 0 || this.#inFlight.size > 0) {
      await Promise.race([...this.#inFlight, new Promise((resolve) => setTimeout(resolve, 20))])
    }
    clearTimeout(tooLong)
  }

  async #lookAround(): Promise<void> {
    try {
      for (const { organizationId, webhookId } of await dueQueues(this.#to.db, new Date())) {
        this.#wake(`${organizationId} ${webhookId}`)
      }
    } catch (error) {
      this.#to.log.error(error, 'Looking for webhooks to tell failed.')
    }
  }

  #wake(key: string): void {
    const lane = this.#lanes.get(key)
    if (lane) lane.isAgain = true
    else if (!this.#isStopping) void this.#run(key)
  }

  /** One lane per webhook: it claims as long as there are places and something is due, and ends. */
  async #run(key: string): Promise<void> {
    const lane = { isAgain: true }
    this.#lanes.set(key, lane)
    const [organizationId, webhookId] = key.split(' ') as [string, string]
    try {
      while (lane.isAgain && !this.#isStopping) {
        lane.isAgain = false
        if ((await this.#tellSome({ organizationId, webhookId }, key)) > 0) lane.isAgain = true
      }
    } catch (error) {
      this.#to.log.error(error, 'Telling a webhook failed and will go on.')
    }
    this.#lanes.delete(key)
  }

  async #tellSome(queue: QueueKey, key: string): Promise<number> {
    const { db, announcer } = this.#to
    const inFlight = this.#capacity.used(key)
    const places = this.#takePlaces(key, queue.organizationId, await hostOf(db, queue))
    if (places.length === 0) {
      this.#hungry.add(key)
      return 0
    }
    try {
      const asked = { room: places.length, inFlight, now: new Date() }
      const calls = await claimDue(db, announcer.vault, queue, asked)
      for (const each of calls) this.#tell(each, key, places.pop()!)
      return calls.length
    } finally {
      for (const release of places) release()
    }
  }

  #takePlaces(key: string, organizationId: string, host: string): Array<() => void> {
    const { webhook, organization, all } = most
    const places: Array<() => void> = []
    for (;;) {
      const fair = fairShare(organization, all - this.#capacity.used('all'))
      const limits = { [key]: webhook, [organizationId]: fair, [`at ${host}`]: most.host, all }
      const place = this.#capacity.take(limits)
      if (!place) return places
      places.push(place)
    }
  }

  #tell(asked: Call, key: string, release: () => void): void {
    const telling = this.#callAndSettle(asked)
      .catch((error: unknown) => this.#to.log.error(error, 'What a webhook answered was not written down.'))
      .finally(() => {
        release()
        this.#inFlight.delete(telling)
        const waiting = [key, ...this.#hungry]
        this.#hungry.clear()
        for (const each of waiting) this.#wake(each)
      })
    this.#inFlight.add(telling)
  }

  async #callAndSettle(asked: Call): Promise<void> {
    const { db, outgoing, announcer } = this.#to
    const outcome = await call(outgoing, asked, new Date(), this.#abort.signal)
    await settle(db, announcer, asked, outcome, new Date())
  }
}

async function hostOf(db: Database, { organizationId, webhookId }: QueueKey): Promise<string> {
  const webhook = await db
    .selectFrom('webhooks')
    .select('url')
    .where('organizationId', '=', organizationId)
    .where('id', '=', webhookId)
    .executeTakeFirst()
  return URL.parse(webhook?.url ?? '')?.host ?? ''
}
