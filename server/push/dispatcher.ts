import { Capacity, fairShare } from '../webhooks/capacity.ts'
import type { Signals } from '../platform/signals.ts'
import { deliver } from './delivery.ts'
import type { Delivery } from './delivery.ts'
import { claimPushes, organizationsToPush } from './queue.ts'
import type { Push } from './queue.ts'

const pollMilliseconds = 2000

/** At once in this process; a push service that is slow takes places of its own organization alone. */
const most = { organization: 8, all: 64 }

/** Pushes what is in line, for every organization, until it is stopped. */
export function startPushing(delivery: Delivery, signals: Signals): { stop: () => Promise<void> } {
  const pusher = new Pusher(delivery, signals)
  pusher.start()
  return pusher
}

class Pusher {
  readonly #delivery: Delivery
  readonly #signals: Signals
  readonly #capacity = new Capacity()
  readonly #lanes = new Map<string, { isAgain: boolean }>()
  readonly #inFlight = new Set<Promise<void>>()
  #forget = () => {}
  #timer: NodeJS.Timeout | undefined
  #isStopping = false

  constructor(delivery: Delivery, signals: Signals) {
    this.#delivery = delivery
    this.#signals = signals
  }

  start(): void {
    this.#forget = this.#signals.on('pushes', (organizationId) => this.#wake(organizationId))
    this.#timer = setInterval(() => void this.#lookAround(), pollMilliseconds)
    void this.#lookAround()
  }

  /** What is under way is left to end for a while; what does not is pushed again by whoever starts next. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#timer)
    this.#forget()
    const end = Date.now() + 5000
    while ((this.#lanes.size > 0 || this.#inFlight.size > 0) && Date.now() < end) {
      await Promise.race([...this.#inFlight, new Promise((resolve) => setTimeout(resolve, 20))])
    }
  }

  async #lookAround(): Promise<void> {
    const { db, log } = this.#delivery
    try {
      for (const organizationId of await organizationsToPush(db, new Date())) this.#wake(organizationId)
    } catch (error) {
      log.error(error, 'Looking for what is to be pushed failed.')
    }
  }

  #wake(organizationId: string): void {
    const lane = this.#lanes.get(organizationId)
    if (lane) lane.isAgain = true
    else if (!this.#isStopping) void this.#run(organizationId)
  }

  /** One lane per organization: it claims as long as there are places and something is due, and ends. */
  async #run(organizationId: string): Promise<void> {
    const lane = { isAgain: true }
    this.#lanes.set(organizationId, lane)
    try {
      while (lane.isAgain && !this.#isStopping) {
        lane.isAgain = false
        if ((await this.#pushSome(organizationId)) > 0) lane.isAgain = true
      }
    } catch (error) {
      this.#delivery.log.error(error, 'Pushing failed and will go on.')
    }
    this.#lanes.delete(organizationId)
  }

  async #pushSome(organizationId: string): Promise<number> {
    const places = this.#takePlaces(organizationId)
    if (places.length === 0) return 0
    try {
      const pushes = await claimPushes(this.#delivery.db, organizationId, places.length, new Date())
      for (const push of pushes) this.#push(push, places.pop()!)
      return pushes.length
    } finally {
      for (const release of places) release()
    }
  }

  #takePlaces(organizationId: string): Array<() => void> {
    const places: Array<() => void> = []
    for (;;) {
      const fair = fairShare(most.organization, most.all - this.#capacity.used('all'))
      const place = this.#capacity.take({ [organizationId]: fair, all: most.all })
      if (!place) return places
      places.push(place)
    }
  }

  #push(push: Push, release: () => void): void {
    const pushing = deliver(this.#delivery, push, new Date())
      .catch((error: unknown) => this.#delivery.log.error(error, 'A push failed and will be tried again.'))
      .finally(() => {
        release()
        this.#inFlight.delete(pushing)
        this.#wake(push.organizationId)
      })
    this.#inFlight.add(pushing)
  }
}
