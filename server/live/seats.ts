import { tooMany } from '../platform/errors.ts'
import type { Listener } from './listener.ts'

export interface SeatLimits {
  perUser: number
  perOrganization: number
}

const retryAfterSeconds = 30

/** How many listen in this process, of each organization and of each user. */
export class Seats {
  readonly #limits: SeatLimits
  readonly #taken = new Map<string, number>()

  constructor(limits: SeatLimits) {
    this.#limits = limits
  }

  /** Answers how to give it back; refuses who would be too many. */
  take({ organizationId, someone }: Listener): () => void {
    // However many visitors come, they leave room for the staff.
    const crowd = someone.actorType === 'visitor' ? `${organizationId} visitors` : organizationId
    const limits = { [crowd]: this.#limits.perOrganization }
    limits[`${organizationId} ${someone.actorType} ${someone.actorId}`] = this.#limits.perUser
    for (const [key, most] of Object.entries(limits)) {
      if ((this.#taken.get(key) ?? 0) < most) continue
      const message = `${most} live connections are open already: close one, or try again later.`
      throw tooMany('too_many_live_connections', message, retryAfterSeconds)
    }
    const keys = Object.keys(limits)
    for (const key of keys) this.#add(key, 1)
    let isGiven = false
    return () => {
      if (!isGiven) for (const key of keys) this.#add(key, -1)
      isGiven = true
    }
  }

  #add(key: string, change: number): void {
    const count = (this.#taken.get(key) ?? 0) + change
    if (count > 0) this.#taken.set(key, count)
    else this.#taken.delete(key)
  }
}
